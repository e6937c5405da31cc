/**
 * Measures in which order the two bytes of L16 samples come: speech and tones move smoothly from sample to sample when they
 * are read in the right order, and jump like noise in the other. Depends on the bytes alone, not on how they were cut.
 */

const FRAME_SAMPLES = 160;
const FRAME_BYTES = 2 * FRAME_SAMPLES;
/** Measured: see bigEndianLikeness. */
export const BIG_ENDIAN_LIKENESS = 0.3;
/** A frame counts when it is louder than this in both orders: -50 dBFS. Quiet noise is loud in one of them only. */
const AUDIBLE_RMS = 104;
/** Audible frames that a judgement needs: 0.5 s. */
const FRAMES_NEEDED = 25;
/** Then it is judged once, from this many: 4 s. */
const MOST_FRAMES = 200;

export class L16Meter {
  #rest = new Uint8Array(0);
  #frames = 0;
  readonly #little = { difference: 0, power: 0 };
  readonly #big = { difference: 0, power: 0 };

  add(bytes: Uint8Array): void {
    if (this.#frames >= MOST_FRAMES) return;
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    let at = 0;
    for (; at + FRAME_BYTES <= all.length; at += FRAME_BYTES) this.#take(all.subarray(at, at + FRAME_BYTES));
    this.#rest = all.slice(at);
  }

  /**
   * How much smoother the sound is when it is read as big-endian than as little-endian, in powers of ten. Measured: below
   * -0.3 for little-endian speech and tones, above 0.3 for big-endian; near 0 for noise. Undefined until 0.5 s was audible.
   */
  get bigEndianLikeness(): number | undefined {
    if (this.#frames < FRAMES_NEEDED) return undefined;
    return Math.log10(roughness(this.#little) / roughness(this.#big));
  }

  #take(frame: Uint8Array): void {
    if (this.#frames >= MOST_FRAMES) return;
    const [little, big] = [course(frame, true), course(frame, false)];
    if (Math.min(little.power, big.power) < FRAME_SAMPLES * AUDIBLE_RMS ** 2) return;
    this.#frames += 1;
    for (const [sum, one] of [
      [this.#little, little],
      [this.#big, big],
    ] as const) {
      sum.difference += one.difference;
      sum.power += one.power;
    }
  }
}

type Course = { difference: number; power: number };

/** Power of the samples, and of the steps between them. */
function course(frame: Uint8Array, littleEndian: boolean): Course {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  let difference = 0;
  let power = 0;
  let before = view.getInt16(0, littleEndian);
  for (let at = 0; at < frame.length; at += 2) {
    const now = view.getInt16(at, littleEndian);
    difference += (now - before) ** 2;
    power += now * now;
    before = now;
  }
  return { difference, power };
}

function roughness({ difference, power }: Course): number {
  return Math.max(1e-6, difference / Math.max(1, power));
}
