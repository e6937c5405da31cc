/** The recorded bot leg of a session, with its sound at hand. */
import { MULAW_SILENCE } from '../../../../shared/audio/mulaw.ts';
import type { AudioRange } from '../../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../../shared/events/session-summary.ts';
import { fail, ok, type Result } from '../../../../shared/lib/result.ts';
import { botRecording, type RecordedConnection, soundOf } from '../../../../shared/realtime/recording/bot-recording.ts';
import { type NotResolved, type ReadableSession, resolveSession } from '../../capture/resolve-session.ts';
import type { SessionStore } from '../../capture/session-store.ts';

export interface Recording {
  readonly session: SessionSummary;
  readonly connections: readonly RecordedConnection[];
  /** Silence where the capture has lost its sound: lengths and times stay as they were. */
  sound(range: AudioRange): Uint8Array;
}

/** What a damaged capture may claim: two hours of PCMU a track, and no more in a frame than the API sends. */
const MOST_TRACK_BYTES = 2 * 3600 * 8000;
const MOST_FRAME_BYTES = 16 * 2 ** 20;

/**
 * @param wanted a session, as it is named on the command line. Where it is the caller's view of a local call, the
 * server's view of that call is meant: the bot's leg is there.
 */
export async function loadRecording(
  store: SessionStore,
  wanted: string,
): Promise<Result<Recording, NotResolved | 'no-bot-leg'>> {
  const found = await resolveSession(store, wanted);
  if (!found.ok) return found;
  try {
    const recording = await recordingOf(found.value);
    if (recording.ok || recording.error.code !== 'no-bot-leg') return recording;
    const { audiohookId, role } = found.value.summary;
    const other = store.list().find(each => each.audiohookId === audiohookId && each.role !== role);
    if (audiohookId === '' || !other) return recording;
    const partner = await resolveSession(store, other.id);
    return partner.ok ? await recordingOf(partner.value) : partner;
  } finally {
    await found.value.dispose();
  }
}

async function recordingOf(session: ReadableSession): Promise<Result<Recording, 'no-bot-leg' | NotResolved>> {
  const events = await session.events();
  if (!events.ok) return events;
  const connections = botRecording(events.value);
  if (connections.length === 0) {
    const text = `The session ${session.summary.id} holds no connection to a model, so no bot can be played back from it.`;
    return fail('no-bot-leg', text);
  }
  const sounds = new Map<string, Uint8Array>();
  for (const [track, bytes] of soundOf(connections)) {
    sounds.set(track, await session.audio(track, 0, Math.min(bytes, MOST_TRACK_BYTES)));
  }
  const sound = ({ track, offset, bytes: claimed }: AudioRange): Uint8Array => {
    const bytes = Math.min(claimed, MOST_FRAME_BYTES);
    const found = sounds.get(track)?.subarray(offset, offset + bytes) ?? new Uint8Array(0);
    if (found.length === bytes) return found;
    const padded = new Uint8Array(bytes).fill(MULAW_SILENCE);
    padded.set(found);
    return padded;
  };
  return ok({ session: session.summary, connections, sound });
}
