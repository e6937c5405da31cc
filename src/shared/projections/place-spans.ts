/** From places in a track to times on the session's clock. */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import type { PlacedSegment } from './timeline.ts';

export type PlacedSpan = { readonly startMs: number; readonly endMs: number };

/**
 * Where spans of a PCMU track (offsets in bytes, in order) sound. What was never heard is left out; a span that was
 * placed in several pieces gives several.
 */
export function placeSpans(
  spans: readonly { readonly start: number; readonly end: number }[],
  segments: readonly PlacedSegment[],
): PlacedSpan[] {
  const placed: PlacedSpan[] = [];
  let first = 0;
  for (const span of spans) {
    for (let at = first; at < segments.length; at += 1) {
      const segment = segments[at] as PlacedSegment;
      const segmentEnd = segment.offset + segment.bytes;
      if (segmentEnd <= span.start) {
        first = at + 1;
        continue;
      }
      if (segment.offset >= span.end) break;
      const from = Math.max(span.start, segment.offset) - segment.offset;
      const to = Math.min(span.end, segmentEnd) - segment.offset;
      placed.push({
        startMs: segment.startMs + from / PCMU_BYTES_PER_MS,
        endMs: segment.startMs + to / PCMU_BYTES_PER_MS,
      });
    }
  }
  return placed;
}
