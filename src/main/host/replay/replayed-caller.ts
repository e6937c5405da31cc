/** The caller of a captured session as a source of audio: its tracks, laid on the caller's own clock. */
import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import type { PlacedSegment } from '../../../shared/projections/timeline.ts';
import { type CallerScript, lengthOf } from '../../../shared/replay/caller-script.ts';
import type { ReadableSession } from '../capture/resolve-session.ts';
import { type CallerAudio, recordedCaller, silence } from '../genesys-client/caller-audio.ts';

/** `missingMs`: how much sound the capture lacks, as a bundle without audio does. */
export type ReplayedCaller = { readonly source: CallerAudio; readonly missingMs: number };

/** Silence where nothing was said, or where the capture lacks the sound. */
export async function replayedCaller(session: ReadableSession, script: CallerScript): Promise<ReplayedCaller> {
  const said = await laidOut(session, 'caller', script.caller);
  const caller = recordedCaller(said.audio);
  if (script.agent.length === 0) return { source: caller, missingMs: said.missingMs };
  const besides = await laidOut(session, 'agent', script.agent);
  const internal = recordedCaller(besides.audio);
  const source: CallerAudio = {
    take: bytes => caller.take(bytes),
    get ended() {
      return caller.ended && internal.ended;
    },
    internal,
  };
  return { source, missingMs: Math.max(said.missingMs, besides.missingMs) };
}

async function laidOut(
  session: ReadableSession,
  track: string,
  segments: readonly PlacedSegment[],
): Promise<{ audio: Uint8Array; missingMs: number }> {
  const audio = silence(lengthOf(segments));
  let missing = 0;
  for (const { offset, bytes, startMs } of segments) {
    const sound = await session.audio(track, offset, bytes);
    missing += bytes - sound.length;
    audio.set(sound, Math.round(startMs * PCMU_BYTES_PER_MS));
  }
  return { audio, missingMs: missing / PCMU_BYTES_PER_MS };
}
