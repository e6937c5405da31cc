/** Peaks as they are drawn, and a first picture of another window from what is already here. Pure. */
import type { Lane } from '../../../shared/contract/sound-contract.ts';
import type { TimeWindow } from './time-window.ts';

export type Columns = {
  /** 0..1, above the middle line; one a column. */
  readonly top: Float32Array;
  /** -1..0, below it. */
  readonly bottom: Float32Array;
};

export type LanePeaks = Columns & {
  /** Largest absolute value, 0..127. */
  readonly peak: number;
  /** What a barge-in cut. */
  readonly cut: Columns | undefined;
};

export type Lanes = Readonly<Partial<Record<Lane, LanePeaks>>>;
export type Picture = { readonly window: TimeWindow; readonly lanes: Lanes };

/** The contract's bytes are signed: -127..127, 127 is full scale. */
export function columnsOf(min: Uint8Array, max: Uint8Array): Columns {
  const lows = new Int8Array(min.buffer, min.byteOffset, min.length);
  const highs = new Int8Array(max.buffer, max.byteOffset, max.length);
  return {
    top: Float32Array.from(highs, value => Math.max(0, value) / 127),
    bottom: Float32Array.from(lows, value => Math.min(0, value) / 127),
  };
}

export function lanePeaks(columns: Columns, cut: Columns | undefined): LanePeaks {
  let peak = 0;
  for (const value of columns.top) peak = Math.max(peak, value);
  for (const value of columns.bottom) peak = Math.max(peak, -value);
  return { ...columns, peak: Math.min(127, Math.round(peak * 127)), cut };
}

/**
 * A window drawn from other pictures, at once, until the host has answered: from the first of them where it reaches,
 * else from the next. Hand in the finest first.
 */
export function preview(pictures: readonly Picture[], window: TimeWindow, columns: number): Lanes {
  const names = new Set(pictures.flatMap(({ lanes }) => Object.keys(lanes) as Lane[]));
  const out: Partial<Record<Lane, LanePeaks>> = {};
  for (const name of names) {
    const layer = (which: (lane: LanePeaks) => Columns | undefined) =>
      resampled(
        pictures.flatMap(picture => {
          const lane = picture.lanes[name];
          const found = lane && which(lane);
          return found ? [{ window: picture.window, columns: found }] : [];
        }),
        window,
        columns,
      );
    const cut = pictures.some(({ lanes }) => lanes[name]?.cut) ? layer(lane => lane.cut) : undefined;
    out[name] = lanePeaks(
      layer(lane => lane),
      cut,
    );
  }
  return out;
}

function resampled(
  sources: readonly { window: TimeWindow; columns: Columns }[],
  { fromMs, toMs }: TimeWindow,
  columns: number,
): Columns {
  const top = new Float32Array(columns);
  const bottom = new Float32Array(columns);
  const step = (toMs - fromMs) / columns;
  for (let column = 0; column < columns; column += 1) {
    const at = fromMs + column * step;
    const source = sources.find(({ window }) => at >= window.fromMs && at + step <= window.toMs + step / 2);
    if (!source) continue;
    const { window, columns: from } = source;
    const perMs = from.top.length / (window.toMs - window.fromMs);
    const first = Math.floor((at - window.fromMs) * perMs);
    const last = Math.max(first + 1, Math.ceil((at + step - window.fromMs) * perMs));
    for (let index = first; index < Math.min(last, from.top.length); index += 1) {
      top[column] = Math.max(top[column] ?? 0, from.top[index] ?? 0);
      bottom[column] = Math.min(bottom[column] ?? 0, from.bottom[index] ?? 0);
    }
  }
  return { top, bottom };
}
