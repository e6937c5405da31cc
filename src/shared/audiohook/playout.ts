/**
 * What the bot has said and Genesys has not yet been sent: cut into frames that keep the protocol's limits (AH-09,
 * AH-18). Pure: time is handed in. A model speaks faster than real time; a bucket of tokens (5 a second, 25 at most)
 * lets the beginning go out at once and then keeps pace with the caller's ear.
 */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import type { AudioRange } from '../events/session-event.ts';
import { BOT_FRAME_MS, RATE_BURST, RATE_PER_SECOND } from './limits.ts';
import { SendingBudget, type SendingRate } from './sending-budget.ts';

const FRAME_BYTES = BOT_FRAME_MS * PCMU_BYTES_PER_MS;
/** While more than this waits, frames are twice as long, so that a queue drains faster than it is heard. */
const LONG_FRAMES_ABOVE_BYTES = 1000 * PCMU_BYTES_PER_MS;
/** Tokens that stay back, so that a frame is never late by a rounding of clocks on the other side. */
const RESERVE = 2;
/** A piece shorter than a frame waits this long for more: the end of an answer has no mark of its own. */
const SHORT_WAIT_MS = 60;

export type QueuedAudio = { readonly audio: Uint8Array; readonly range: AudioRange };

/** `send` now; or ask again after `waitMs`; or nothing is queued (or the client holds a pause). */
export type NextFrame = { type: 'send'; frame: QueuedAudio } | { type: 'wait'; waitMs: number } | { type: 'idle' };

export class Playout {
  #queue: QueuedAudio[] = [];
  #queuedBytes = 0;
  #held = false;
  #lastEnqueuedMs = Number.NEGATIVE_INFINITY;

  readonly #budget: SendingBudget;

  constructor(rate: SendingRate = { perSecond: RATE_PER_SECOND, burst: RATE_BURST }) {
    this.#budget = new SendingBudget(rate);
  }

  /** Audio that waits to be sent, ms. */
  get queuedMs(): number {
    return this.#queuedBytes / PCMU_BYTES_PER_MS;
  }

  enqueue(audio: QueuedAudio, nowMs: number): void {
    if (audio.audio.length === 0) return;
    this.#queue.push(audio);
    this.#queuedBytes += audio.audio.length;
    this.#lastEnqueuedMs = nowMs;
  }

  /** Drops all that waits; returns how many bytes the caller will never hear. */
  clear(): number {
    const dropped = this.#queuedBytes;
    this.#queue = [];
    this.#queuedBytes = 0;
    return dropped;
  }

  /** While held nothing is sent and nothing is lost: Genesys is paused. */
  hold(held: boolean): void {
    this.#held = held;
  }

  next(nowMs: number): NextFrame {
    if (this.#held || this.#queuedBytes === 0) return { type: 'idle' };
    if (this.#queuedBytes < FRAME_BYTES) {
      const waited = nowMs - this.#lastEnqueuedMs;
      if (waited < SHORT_WAIT_MS) return { type: 'wait', waitMs: SHORT_WAIT_MS - waited };
    }
    const token = this.#budget.take(nowMs, RESERVE);
    if (!token.taken) return { type: 'wait', waitMs: token.waitMs };
    return {
      type: 'send',
      frame: this.#cut(this.#queuedBytes > LONG_FRAMES_ABOVE_BYTES ? 2 * FRAME_BYTES : FRAME_BYTES),
    };
  }

  /** Takes at most `limit` bytes that lie side by side in the track: one frame is one range. */
  #cut(limit: number): QueuedAudio {
    const pieces: Uint8Array[] = [];
    const first = this.#queue[0];
    if (!first) throw new Error('The playout queue is empty.');
    const { track, offset } = first.range;
    let length = 0;
    for (let head = this.#queue[0]; head && length < limit; head = this.#queue[0]) {
      if (head.range.track !== track || head.range.offset !== offset + length) break;
      const take = Math.min(limit - length, head.audio.length);
      pieces.push(head.audio.subarray(0, take));
      length += take;
      if (take === head.audio.length) this.#queue.shift();
      else {
        const range = { track, offset: head.range.offset + take, bytes: head.range.bytes - take };
        this.#queue[0] = { audio: head.audio.subarray(take), range };
      }
    }
    this.#queuedBytes -= length;
    const audio = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      audio.set(piece, at);
      at += piece.length;
    }
    return { audio, range: { track, offset, bytes: length } };
  }
}
