/** Where no audio comes a bot hears silence: a turn that had begun would else never end for a model. */
import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import type { CallerTracks, HeardAudio } from './caller-tracks.ts';

export class GapSilence {
  readonly #tracks: CallerTracks;
  /** Undefined where nobody hears. */
  readonly #listener: () => ((silence: HeardAudio) => void) | undefined;
  /** Silence that was heard already for the pause that is on, ms. */
  #filledMs = 0;

  constructor(tracks: CallerTracks, listener: () => ((silence: HeardAudio) => void) | undefined) {
    this.#tracks = tracks;
    this.#listener = listener;
  }

  /** A pause has begun; how long it will be is not known. */
  paused(): void {
    this.#filledMs = this.#fill(Number.POSITIVE_INFINITY);
  }

  /** `ms` of the caller's timeline are over, and were not sent. */
  skipped(ms: number): void {
    if (ms > 0) this.#fill(ms);
    this.#filledMs = 0;
  }

  /** @returns how much has been heard of the gap, ms */
  #fill(ms: number): number {
    const missingMs = ms - this.#filledMs;
    const hear = this.#listener();
    if (!hear || missingMs <= 0) return this.#filledMs;
    const silence = this.#tracks.silence(missingMs);
    hear(silence);
    return silence.audio.length / PCMU_BYTES_PER_MS;
  }
}
