/** Columns of min/max from placed audio: from the peaks where a column is long, from the samples where it is short. */
import { decodeMuLawSample, PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import { BASE_BIN_SAMPLES, type PeakPyramid } from '../../../shared/audio/peaks.ts';
import type { PlacedSegment } from '../../../shared/projections/timeline.ts';

/** A window on the session's clock, cut into equal columns. */
export type Columns = { readonly fromMs: number; readonly toMs: number; readonly columns: number };
/** One min and one max a column: -127..127 as two's-complement bytes. */
export type Drawn = { min: Uint8Array; max: Uint8Array };
type Reader = (offset: number, bytes: number) => Promise<Uint8Array>;

/** Columns shorter than a bin of the peaks show more than the peaks know. */
const FINEST_PEAKS_MS = BASE_BIN_SAMPLES / PCMU_BYTES_PER_MS;

/** @param read a range of the track, shorter where the track is */
export async function drawColumns(
  window: Columns,
  segments: readonly PlacedSegment[],
  peaks: PeakPyramid,
  read: Reader,
): Promise<Drawn> {
  const { fromMs, toMs, columns } = window;
  const stepMs = (toMs - fromMs) / columns;
  const min = new Int8Array(columns);
  const max = new Int8Array(columns);
  for (const segment of segments) {
    const range = stepMs < FINEST_PEAKS_MS ? await samplesIn(window, segment, read) : peaks;
    const endMs = segment.startMs + segment.bytes / PCMU_BYTES_PER_MS;
    const first = Math.max(0, Math.floor((segment.startMs - fromMs) / stepMs));
    const last = Math.min(columns - 1, Math.floor((endMs - fromMs) / stepMs));
    for (let column = first; column <= last; column += 1) {
      const { from, to } = bytesBetween(segment, fromMs + column * stepMs, fromMs + (column + 1) * stepMs);
      if (to <= from) continue;
      const found = range.range(from, to);
      min[column] = Math.min(min[column] ?? 0, found.min);
      max[column] = Math.max(max[column] ?? 0, found.max);
    }
  }
  return { min: new Uint8Array(min.buffer), max: new Uint8Array(max.buffer) };
}

/** The samples of a segment within a window, asked like peaks. */
async function samplesIn({ fromMs, toMs }: Columns, segment: PlacedSegment, read: Reader) {
  const part = bytesBetween(segment, fromMs, toMs);
  const codes = await read(part.from, part.to - part.from);
  return {
    range: (from: number, to: number) => {
      let min = 0;
      let max = 0;
      for (let at = from - part.from; at < to - part.from; at += 1) {
        const code = codes[at];
        if (code === undefined) break;
        const value = decodeMuLawSample(code) >> 8;
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
      return { min: Math.max(-127, min), max };
    },
  };
}

/** Part of a sample by which times that were computed may miss it. */
const SLACK = 1e-6;

/** The bytes of a segment's track that sound between two times, kept within the segment. A sample lasts until the next. */
export function bytesBetween({ startMs, offset, bytes }: PlacedSegment, fromMs: number, toMs: number) {
  const within = (byte: number) => offset + Math.max(0, Math.min(bytes, byte));
  return {
    from: within(Math.floor((fromMs - startMs) * PCMU_BYTES_PER_MS + SLACK)),
    to: within(Math.ceil((toMs - startMs) * PCMU_BYTES_PER_MS - SLACK)),
  };
}
