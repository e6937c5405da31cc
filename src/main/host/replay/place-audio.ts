/** Audio of a track on the session's clock: what sounds in a window, with silence around it. */
import { MULAW_SILENCE, PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import type { PlacedSegment } from '../../../shared/projections/timeline.ts';

/** Frames come a little late by the jitter of a line: a hole so short is none, ms. */
const JITTER_MS = 100;

/** Frames by arrival, so that each can be heard: none begins before the one that came before it has ended. */
export function oneAfterTheOther(arrived: readonly PlacedSegment[]): PlacedSegment[] {
  let endMs = Number.NEGATIVE_INFINITY;
  return arrived.map(segment => {
    const startMs = segment.startMs - endMs < JITTER_MS ? endMs : segment.startMs;
    endMs = startMs + segment.bytes / PCMU_BYTES_PER_MS;
    return { ...segment, startMs };
  });
}

/**
 * PCMU, 8 kHz mono, of `fromMs` up to `fromMs + durationMs`.
 * @param read bytes of the track; fewer where it is shorter: the rest is silence
 */
export async function placeAudio(
  segments: readonly PlacedSegment[],
  fromMs: number,
  durationMs: number,
  read: (offset: number, bytes: number) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const audio = new Uint8Array(Math.round(durationMs * PCMU_BYTES_PER_MS)).fill(MULAW_SILENCE);
  for (const segment of segments) {
    const at = Math.round((segment.startMs - fromMs) * PCMU_BYTES_PER_MS);
    const skip = Math.max(0, -at);
    const bytes = Math.min(segment.bytes - skip, audio.length - Math.max(0, at));
    if (bytes <= 0) continue;
    audio.set(await read(segment.offset + skip, bytes), Math.max(0, at));
  }
  return audio;
}
