/**
 * A clock for tests with real sockets in one process: seconds pass in milliseconds, yet never while the machine is busy.
 * Time moves by at most one step each time the event loop comes round, so however slow the machine is, a message that
 * is under way arrives before a deadline of many steps.
 */
import type { Clock } from '../../../../shared/lib/clock.ts';
import { systemClock } from '../../system.ts';

type Timer = { dueMs: number; periodMs: number | undefined; action: () => void };

export class PatientClock implements Clock {
  readonly #stepMs: number;
  readonly #timers = new Set<Timer>();
  #nowMs = 0;
  #cancelTick: (() => void) | undefined;

  /** @param stepMs most that passes in one turn of the event loop, which takes 1 ms at least */
  constructor(stepMs: number) {
    this.#stepMs = stepMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return systemClock.wallMs();
  }

  after(delayMs: number, action: () => void): () => void {
    return this.#add({ dueMs: this.#nowMs + Math.max(0, delayMs), periodMs: undefined, action });
  }

  every(periodMs: number, action: () => void): () => void {
    return this.#add({ dueMs: this.#nowMs + periodMs, periodMs, action });
  }

  #add(timer: Timer): () => void {
    this.#timers.add(timer);
    this.#cancelTick ??= systemClock.after(1, () => this.#tick());
    return () => this.#timers.delete(timer);
  }

  #tick(): void {
    this.#cancelTick = undefined;
    const untilMs = this.#nowMs + this.#stepMs;
    for (;;) {
      let next: Timer | undefined;
      for (const timer of this.#timers) {
        if (timer.dueMs <= untilMs && (!next || timer.dueMs < next.dueMs)) next = timer;
      }
      if (!next) break;
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      if (next.periodMs === undefined) this.#timers.delete(next);
      else next.dueMs += Math.max(next.periodMs, this.#stepMs);
      next.action();
    }
    this.#nowMs = untilMs;
    if (this.#timers.size > 0) this.#cancelTick ??= systemClock.after(1, () => this.#tick());
  }
}
