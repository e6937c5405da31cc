/** What a sender may still send under the rate limit (AH-18): the token bucket as a sender keeps it. Time is handed in. */
import { type Bucket, fullBucket, takeToken } from './token-bucket.ts';

export type SendingRate = { readonly perSecond: number; readonly burst: number };

export class SendingBudget {
  readonly #rate: SendingRate;
  #bucket: Bucket;

  constructor(rate: SendingRate) {
    this.#rate = rate;
    this.#bucket = fullBucket({ ...rate, overdraft: 0 });
  }

  /** Takes one token unless fewer than `keep` would be left; then it says how long to wait, ms. */
  take(nowMs: number, keep: number): { taken: true } | { taken: false; waitMs: number } {
    const { bucket, waitMs } = takeToken(this.#bucket, { ...this.#rate, overdraft: -keep }, nowMs);
    this.#bucket = bucket;
    if (waitMs === undefined) return { taken: true };
    return { taken: false, waitMs: waitMs + Math.ceil((keep * 1000) / this.#rate.perSecond) };
  }

  /** Takes one whatever is left: for what must not wait. */
  spend(nowMs: number): void {
    this.take(nowMs, -Number.MAX_SAFE_INTEGER);
  }
}
