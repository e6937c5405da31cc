/** How loud sound is: RMS and peak of PCMU, in pieces. */
import { decodeMuLawSample } from './mulaw.ts';

const FULL_SCALE = 32768;
/** What digital silence is said to have, dBFS: under all that PCMU can tell from it. */
export const SILENCE_DBFS = -100;

export class LevelMeasure {
  #power = 0;
  #peak = 0;
  #samples = 0;

  add(codes: Uint8Array): void {
    for (const code of codes) {
      const value = decodeMuLawSample(code) / FULL_SCALE;
      this.#power += value * value;
      this.#peak = Math.max(this.#peak, Math.abs(value));
    }
    this.#samples += codes.length;
  }

  /** Counts samples of silence. */
  addSilence(samples: number): void {
    this.#samples += samples;
  }

  /** dBFS: 0 is a sample at full scale, a sine of full scale has an RMS of -3. */
  get rmsDbfs(): number {
    return decibel(Math.sqrt(this.#power / Math.max(1, this.#samples)));
  }

  get peakDbfs(): number {
    return decibel(this.#peak);
  }
}

function decibel(amplitude: number): number {
  return amplitude > 0 ? Math.max(SILENCE_DBFS, 20 * Math.log10(amplitude)) : SILENCE_DBFS;
}
