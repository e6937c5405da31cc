/** How often the server sends binary frames to Genesys, second by second, against its budget (AH-18). */
import { RATE_BURST, RATE_PER_SECOND } from '../audiohook/limits.ts';
import { type Bucket, fullBucket, takeToken } from '../audiohook/token-bucket.ts';
import type { SessionEvent } from '../events/session-event.ts';

const BUDGET = { perSecond: RATE_PER_SECOND, burst: RATE_BURST, overdraft: 0 };

export type RateColumns = {
  /** Most frames in any second that touches the column. */
  readonly frames: Float32Array;
  /** 1 where a frame was over the budget. */
  readonly over: Uint8Array;
};

export class SendingRate {
  readonly #frames: number[] = [];
  readonly #over = new Set<number>();
  #bucket: Bucket = fullBucket(BUDGET);

  add(event: SessionEvent): void {
    // The wire's own frames: converted audio is the console's, and what the model sent is not Genesys' business.
    if (event.type !== 'audio' || event.leg !== 'genesys' || !event.track.startsWith('bot')) return;
    const second = Math.max(0, Math.floor(event.atMs / 1000));
    while (this.#frames.length <= second) this.#frames.push(0);
    this.#frames[second] = (this.#frames[second] ?? 0) + 1;
    const { bucket, waitMs } = takeToken(this.#bucket, BUDGET, event.atMs);
    this.#bucket = bucket;
    if (waitMs !== undefined) this.#over.add(second);
  }

  /** For `columns` equal parts of a window. */
  columns(fromMs: number, toMs: number, columns: number): RateColumns {
    const frames = new Float32Array(columns);
    const over = new Uint8Array(columns);
    const step = (toMs - fromMs) / columns / 1000;
    for (let column = 0; column < columns; column += 1) {
      const from = fromMs / 1000 + column * step;
      const last = Math.ceil(from + step) - 1;
      for (let second = Math.max(0, Math.floor(from)); second <= last; second += 1) {
        frames[column] = Math.max(frames[column] ?? 0, this.#frames[second] ?? 0);
        if (this.#over.has(second)) over[column] = 1;
      }
    }
    return { frames, over };
  }
}
