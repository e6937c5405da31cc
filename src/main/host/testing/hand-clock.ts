/** A clock for tests that runs only when told to, through its timers in their order. */
import type { Clock } from '../../../shared/lib/clock.ts';

export class HandClock implements Clock {
  #nowMs = 0;
  #timers: { atMs: number; action: () => void }[] = [];

  monotonicMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return 1_800_000_000_000 + this.#nowMs;
  }

  after(delayMs: number, action: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, action };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter(each => each !== timer);
    };
  }

  every(): () => void {
    return () => undefined;
  }

  /** Until no timer is left. */
  runOut(): void {
    this.#run(Number.POSITIVE_INFINITY);
  }

  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    this.#run(untilMs);
    this.#nowMs = untilMs;
  }

  #run(untilMs: number): void {
    for (;;) {
      this.#timers.sort((a, b) => a.atMs - b.atMs);
      const next = this.#timers[0];
      if (!next || next.atMs > untilMs) return;
      this.#timers.shift();
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.action();
    }
  }
}
