/**
 * What the bot says, on its way to the caller's ear: queued, cut into frames within the limits, sent, and followed
 * until it was heard. Knows the playout and the layout; knows neither machine nor bot.
 */

import { PlaybackLayout } from '../../../shared/audio/playback-layout.ts';
import { Playout } from '../../../shared/audiohook/playout.ts';
import type { SendingRate } from '../../../shared/audiohook/sending-budget.ts';
import type { AudioRange } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';

/** After this much silence beyond the computed end, a client that sends no playback events counts as having heard all. */
const UNREPORTED_MS = 1000;

export type BotVoiceOptions = {
  clock: Clock;
  /** Frames a second on average, and at once. */
  rate: SendingRate;
  /** The session's clock: what the layout is laid on. */
  nowMs(): number;
  /** Writes one binary frame. */
  send(audio: Uint8Array, range: AudioRange): void;
};

export class BotVoice {
  readonly #options: BotVoiceOptions;
  readonly #playout: Playout;
  readonly #layout = new PlaybackLayout();
  #cancelWait: () => void = () => undefined;
  #ended = false;
  #whenHeard: { action: () => void; deadlineMs: number } | undefined;

  constructor(options: BotVoiceOptions) {
    this.#options = options;
    this.#playout = new Playout(options.rate);
  }

  play(audio: Uint8Array, range: AudioRange): void {
    if (this.#ended) return;
    this.#playout.enqueue({ audio, range }, this.#options.nowMs());
    this.#pump();
  }

  hold(held: boolean): void {
    this.#playout.hold(held);
    this.#pump();
  }

  playback(what: 'started' | 'completed'): void {
    this.#layout[what](this.#options.nowMs());
    this.#pump();
  }

  /**
   * Drops what waits, and marks what Genesys holds as cut. `droppedMs` was never sent; `mustFlush` says that Genesys
   * holds something that the caller has not yet heard.
   */
  interrupt(): { droppedMs: number; mustFlush: boolean } {
    const droppedMs = this.#playout.queuedMs;
    const mustFlush = this.#layout.isPlaying;
    this.#playout.clear();
    this.#layout.bargeIn(this.#options.nowMs());
    return { droppedMs, mustFlush };
  }

  heard(range: AudioRange): { heardBytes: number; sentBytes: number } {
    return this.#layout.heard(range, this.#options.nowMs());
  }

  get isPlaying(): boolean {
    return this.#playout.queuedMs > 0 || this.#layout.isPlaying;
  }

  /** Runs `action` once when all was heard, at the latest `capMs` after the last of it should have been. */
  whenHeard(action: () => void, capMs: number): void {
    const endMs = Math.max(this.#options.nowMs(), this.#layout.endMs) + this.#playout.queuedMs;
    this.#whenHeard = { action, deadlineMs: endMs + capMs };
    this.#pump();
  }

  end(): void {
    this.#ended = true;
    this.#playout.clear();
    this.#cancelWait();
    this.#whenHeard = undefined;
  }

  #pump(): void {
    this.#cancelWait();
    this.#cancelWait = () => undefined;
    if (this.#ended) return;
    for (;;) {
      const nowMs = this.#options.nowMs();
      const next = this.#playout.next(nowMs);
      if (next.type === 'send') {
        this.#layout.sent(next.frame.range, nowMs);
        this.#options.send(next.frame.audio, next.frame.range);
        continue;
      }
      if (next.type === 'wait') this.#wait(next.waitMs);
      else this.#checkHeard(nowMs);
      return;
    }
  }

  #checkHeard(nowMs: number): void {
    const waiting = this.#whenHeard;
    if (!waiting) return;
    // What still waits (Genesys is paused) has no end that could be computed: then the deadline alone counts.
    const unreportedMs =
      this.#playout.queuedMs > 0 ? Number.POSITIVE_INFINITY : this.#layout.endMs + UNREPORTED_MS - nowMs;
    if (!this.isPlaying || nowMs >= waiting.deadlineMs || unreportedMs <= 0) {
      this.#whenHeard = undefined;
      waiting.action();
    } else this.#wait(Math.min(waiting.deadlineMs - nowMs, unreportedMs));
  }

  #wait(ms: number): void {
    this.#cancelWait = this.#options.clock.after(Math.max(1, ms), () => this.#pump());
  }
}
