/** The caller of a captured session as a source of audio: its tracks, laid on the caller's own clock. */
import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import type { PlacedSegment } from '../../../shared/projections/timeline.ts';
import { type CallerScript, lengthOf } from '../../../shared/replay/caller-script.ts';
import type { ReadableSession } from '../capture/resolve-session.ts';
import { type CallerAudio, recordedCaller, silence } from '../genesys-client/caller-audio.ts';

/** Silence where nothing was said, or where the capture lacks the sound. */
export async function replayedCaller(session: ReadableSession, script: CallerScript): Promise<CallerAudio> {
  const caller = recordedCaller(await laidOut(session, 'caller', script.caller));
  if (script.agent.length === 0) return caller;
  const internal = recordedCaller(await laidOut(session, 'agent', script.agent));
  return {
    take: bytes => caller.take(bytes),
    get ended() {
      return caller.ended && internal.ended;
    },
    internal,
  };
}

async function laidOut(
  session: ReadableSession,
  track: string,
  segments: readonly PlacedSegment[],
): Promise<Uint8Array> {
  const audio = silence(lengthOf(segments));
  for (const { offset, bytes, startMs } of segments) {
    const sound = await session.audio(track, offset, bytes);
    audio.set(sound, Math.round(startMs * PCMU_BYTES_PER_MS));
  }
  return audio;
}
