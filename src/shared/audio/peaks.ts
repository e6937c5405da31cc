/**
 * Min/max peaks of one PCMU track at several resolutions, so that an hour is drawn as fast as a second. Grows with the
 * track; what has been added is never looked at again.
 */
import { decodeMuLawSample } from './mulaw.ts';

/** Samples in the finest bin: 10 ms at 8 kHz. */
export const BASE_BIN_SAMPLES = 80;
/** Bins of one level in a bin of the next. */
const FACTOR = 8;
const LEVELS = 5;

/** One pair a bin of `BASE_BIN_SAMPLES`; the last may be unfinished. */
export type PeakBins = { readonly samples: number; readonly min: Int8Array; readonly max: Int8Array };

const PEAK_OF_CODE = Int8Array.from({ length: 256 }, (_, code) => decodeMuLawSample(code) >> 8);

type Level = { min: Int8Array; max: Int8Array; length: number };

export class PeakPyramid {
  readonly #levels: Level[] = Array.from({ length: LEVELS }, () => ({
    min: new Int8Array(1024),
    max: new Int8Array(1024),
    length: 0,
  }));
  #samples = 0;
  #min = 0;
  #max = 0;

  /** Samples so far; the last, unfinished bin is part of the answers too. */
  get samples(): number {
    return this.#samples;
  }

  append(codes: Uint8Array): void {
    // Fields are kept in locals: hours of sound go through here.
    let min = this.#min;
    let max = this.#max;
    let left = BASE_BIN_SAMPLES - (this.#samples % BASE_BIN_SAMPLES);
    for (let at = 0; at < codes.length; at += 1) {
      const value = PEAK_OF_CODE[codes[at] ?? 0] ?? 0;
      if (value < min) min = value;
      if (value > max) max = value;
      left -= 1;
      if (left > 0) continue;
      this.#push(0, min, max);
      min = 0;
      max = 0;
      left = BASE_BIN_SAMPLES;
    }
    this.#min = min;
    this.#max = max;
    this.#samples += codes.length;
  }

  /** The finest bins, and the unfinished one at the end, from which `restored` makes the same peaks again. */
  get bins(): PeakBins {
    const [base] = this.#levels;
    const length = base?.length ?? 0;
    const unfinished = this.#samples % BASE_BIN_SAMPLES === 0 ? 0 : 1;
    const min = new Int8Array(length + unfinished);
    const max = new Int8Array(length + unfinished);
    if (base) {
      min.set(base.min.subarray(0, length));
      max.set(base.max.subarray(0, length));
    }
    if (unfinished) {
      min[length] = this.#min;
      max[length] = this.#max;
    }
    return { samples: this.#samples, min, max };
  }

  static restored({ samples, min, max }: PeakBins): PeakPyramid {
    const pyramid = new PeakPyramid();
    const finished = Math.floor(samples / BASE_BIN_SAMPLES);
    // All at once: of hours there are a million bins.
    let bins: Level = { min: min.slice(0, finished), max: max.slice(0, finished), length: finished };
    for (const [index] of pyramid.#levels.entries()) {
      pyramid.#levels[index] = bins;
      bins = grouped(bins);
    }
    pyramid.#min = min[finished] ?? 0;
    pyramid.#max = max[finished] ?? 0;
    pyramid.#samples = samples;
    return pyramid;
  }

  /** Smallest and largest value (-127..127, never above/below 0) of samples `from` up to `to`, to whole base bins. */
  range(from: number, to: number): { min: number; max: number } {
    let bin = Math.floor(Math.max(0, from) / BASE_BIN_SAMPLES);
    const endBin = Math.ceil(Math.min(to, this.#samples) / BASE_BIN_SAMPLES);
    let min = 0;
    let max = 0;
    while (bin < endBin) {
      let level = 0;
      let span = 1;
      while (
        level + 1 < LEVELS &&
        bin % (span * FACTOR) === 0 &&
        bin + span * FACTOR <= endBin &&
        this.#has(level + 1, bin / (span * FACTOR))
      ) {
        level += 1;
        span *= FACTOR;
      }
      const bins = this.#levels[level];
      const at = bin / span;
      if (bins && at < bins.length) {
        min = Math.min(min, bins.min[at] ?? 0);
        max = Math.max(max, bins.max[at] ?? 0);
      } else {
        min = Math.min(min, this.#min);
        max = Math.max(max, this.#max);
      }
      bin += span;
    }
    return { min: Math.max(-127, min), max };
  }

  #has(level: number, bin: number): boolean {
    return bin < (this.#levels[level]?.length ?? 0);
  }

  #push(index: number, min: number, max: number): void {
    const level = this.#levels[index];
    if (!level) return;
    if (level.length === level.min.length) {
      level.min = grown(level.min);
      level.max = grown(level.max);
    }
    level.min[level.length] = min;
    level.max[level.length] = max;
    level.length += 1;
    if (level.length % FACTOR !== 0) return;
    let groupMin = 0;
    let groupMax = 0;
    for (let at = level.length - FACTOR; at < level.length; at += 1) {
      groupMin = Math.min(groupMin, level.min[at] ?? 0);
      groupMax = Math.max(groupMax, level.max[at] ?? 0);
    }
    this.#push(index + 1, groupMin, groupMax);
  }
}

/** The next level of one: bins of which each holds `FACTOR` of its. */
function grouped({ min, max, length }: Level): Level {
  const count = Math.floor(length / FACTOR);
  const next: Level = { min: new Int8Array(count), max: new Int8Array(count), length: count };
  for (let at = 0; at < count * FACTOR; at += 1) {
    const group = Math.floor(at / FACTOR);
    const low = min[at] ?? 0;
    const high = max[at] ?? 0;
    if (low < (next.min[group] ?? 0)) next.min[group] = low;
    if (high > (next.max[group] ?? 0)) next.max[group] = high;
  }
  return next;
}

function grown(bins: Int8Array): Int8Array<ArrayBuffer> {
  const larger = new Int8Array(Math.max(1024, bins.length * 2));
  larger.set(bins);
  return larger;
}
