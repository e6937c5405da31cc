/** Where a track sounds at all, by level. For what voice activity detection does not hear on purpose, such as a tone. */
import { decodeMuLawSample } from './mulaw.ts';

/** 10 ms at 8 kHz: fine enough for a moment, long enough for a level. */
const BIN_SAMPLES = 80;
/** Quieter than this (RMS, dBFS) is silence: 20 dB below quiet telephone speech, above the noise of G.711 itself. */
const SILENCE_DBFS = -50;
/** Silence up to this long does not end a sound: the closure of a stop consonant, ms. */
const GAP_MS = 200;

const MEAN_SQUARE_LIMIT = (32768 * 10 ** (SILENCE_DBFS / 20)) ** 2;
const GAP_BINS = GAP_MS / 10;

/** Offsets in samples: from the first bin that sounds to the end of the last. */
export type SampleSpan = { readonly start: number; end: number };

export class SoundSpans {
  readonly #spans: SampleSpan[] = [];
  #sum = 0;
  #samples = 0;

  append(codes: Uint8Array): void {
    for (const code of codes) {
      this.#sum += decodeMuLawSample(code) ** 2;
      this.#samples += 1;
      if (this.#samples % BIN_SAMPLES !== 0) continue;
      if (this.#sum / BIN_SAMPLES >= MEAN_SQUARE_LIMIT) this.#sounds(this.#samples - BIN_SAMPLES);
      this.#sum = 0;
    }
  }

  /** In order; the last one may still grow. */
  get spans(): readonly SampleSpan[] {
    return this.#spans;
  }

  #sounds(start: number): void {
    const last = this.#spans.at(-1);
    if (last && start - last.end <= GAP_BINS * BIN_SAMPLES) last.end = start + BIN_SAMPLES;
    else this.#spans.push({ start, end: start + BIN_SAMPLES });
  }
}
