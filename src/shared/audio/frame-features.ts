/** What a detector of speech needs to know of each 20 ms of sound. Depends on the samples alone, not on how they came. */

/** Short enough that speech changes between frames, long enough for a steady level of a hum. */
export const FRAME_MS = 20;

export interface FrameFeatures {
  /** RMS level above 120 Hz, dBFS; mains hum and a constant offset do not count. At least -90. */
  readonly levelDb: number;
  /** RMS level of the sample-to-sample difference, dBFS: stresses high frequencies. At least -90. */
  readonly brightDb: number;
  /** Two sinusoids at most explain the frame: a dial tone, DTMF, a ring, a test tone. */
  readonly tonal: boolean;
}

const FULL_SCALE = 32768;
const QUIETEST_DB = -90;
const HIGH_PASS_HZ = 120;
/** Linear prediction of this order follows two sinusoids exactly. */
const TONE_ORDER = 4;
/** Prediction that leaves less than this share of the power (-22 dB) is a tone; voiced speech leaves about -15 dB. */
const TONE_RESIDUE = 10 ** -2.2;

/** Cuts a stream of 16-bit samples into frames and measures each once it is complete. */
export class FrameReader {
  readonly frameSamples: number;
  readonly #filter: HighPass;
  #frame: Float64Array;
  #filled = 0;
  #startSample = 0;
  #previous = 0;

  constructor(rateHz: number) {
    this.frameSamples = Math.round((rateHz * FRAME_MS) / 1000);
    this.#frame = new Float64Array(this.frameSamples);
    this.#filter = new HighPass(HIGH_PASS_HZ, rateHz);
  }

  *append(samples: Int16Array): Generator<FrameFeatures & { readonly startSample: number }> {
    for (const sample of samples) {
      this.#frame[this.#filled++] = this.#filter.next(sample / FULL_SCALE);
      if (this.#filled < this.frameSamples) continue;
      yield { ...this.#measure(), startSample: this.#startSample };
      this.#startSample += this.frameSamples;
      this.#filled = 0;
    }
  }

  #measure(): FrameFeatures {
    let power = 0;
    let brightPower = 0;
    for (const value of this.#frame) {
      power += value * value;
      brightPower += (value - this.#previous) ** 2;
      this.#previous = value;
    }
    return {
      levelDb: decibel(power / this.frameSamples),
      brightDb: decibel(brightPower / this.frameSamples),
      tonal: power > 0 && predictionResidue(this.#frame, TONE_ORDER) < TONE_RESIDUE,
    };
  }
}

function decibel(meanSquare: number): number {
  return Math.max(QUIETEST_DB, 10 * Math.log10(meanSquare + 1e-12));
}

/** Second-order Butterworth high-pass (bilinear transform, Audio EQ Cookbook). */
class HighPass {
  readonly #b0: number;
  readonly #a1: number;
  readonly #a2: number;
  #x1 = 0;
  #x2 = 0;
  #y1 = 0;
  #y2 = 0;

  constructor(cutHz: number, rateHz: number) {
    const omega = (2 * Math.PI * cutHz) / rateHz;
    const alpha = Math.sin(omega) / Math.SQRT2;
    const a0 = 1 + alpha;
    this.#b0 = (1 + Math.cos(omega)) / 2 / a0;
    this.#a1 = (-2 * Math.cos(omega)) / a0;
    this.#a2 = (1 - alpha) / a0;
  }

  next(x: number): number {
    const y = this.#b0 * (x - 2 * this.#x1 + this.#x2) - this.#a1 * this.#y1 - this.#a2 * this.#y2;
    this.#x2 = this.#x1;
    this.#x1 = x;
    this.#y2 = this.#y1;
    this.#y1 = y;
    return y;
  }
}

/**
 * Share of the frame's power that linear prediction leaves, 0..1, by the covariance method (exact for sinusoids in a
 * short frame, where a window or autocorrelation would smear them).
 */
function predictionResidue(frame: Float64Array, order: number): number {
  const rows: number[][] = [];
  for (let i = 0; i <= order; i += 1) rows.push(new Array<number>(order + 1).fill(0));
  for (let n = order; n < frame.length; n += 1)
    for (let i = 0; i <= order; i += 1)
      for (let j = i; j <= order; j += 1) {
        const row = rows[i] as number[];
        row[j] = (row[j] ?? 0) + (frame[n - i] ?? 0) * (frame[n - j] ?? 0);
      }
  const at = (i: number, j: number): number => rows[Math.min(i, j)]?.[Math.max(i, j)] ?? 0;
  const total = at(0, 0);
  if (total <= 0) return 1;
  // Gram-Schmidt by elimination: what is left of row 0 once rows 1..order are taken out. A little ridge keeps a pure
  // sinusoid, whose matrix is singular, from dividing by nothing.
  const m: number[][] = [];
  for (let i = 1; i <= order; i += 1) {
    const row: number[] = [];
    for (let j = 1; j <= order; j += 1) row.push(at(i, j) + (i === j ? total * 1e-7 : 0));
    row.push(at(i, 0));
    m.push(row);
  }
  let residue = total;
  for (let k = 0; k < order; k += 1) {
    const pivotRow = m[k] as number[];
    const pivot = pivotRow[k] ?? 0;
    if (pivot <= 0) break;
    const right = pivotRow[order] ?? 0;
    residue -= (right * right) / pivot;
    for (let i = k + 1; i < order; i += 1) {
      const row = m[i] as number[];
      const factor = (row[k] ?? 0) / pivot;
      for (let j = k; j <= order; j += 1) row[j] = (row[j] ?? 0) - factor * (pivotRow[j] ?? 0);
    }
  }
  return Math.max(0, residue) / total;
}
