/**
 * A clock for tests with real sockets in one process: seconds pass in milliseconds, yet never while the machine is busy.
 * Time moves by at most one step each time the event loop comes round, so however slow the machine is, a message that
 * is under way arrives before a deadline of many steps.
 */
import type { Clock } from '../../../shared/lib/clock.ts';
import { systemClock } from '../system.ts';

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
    // What an action starts may be due within the same step: hence again, until nothing is.
    for (let due = this.#due(untilMs); due.length > 0; due = this.#due(untilMs)) {
      for (const timer of due) this.#fire(timer);
    }
    this.#nowMs = untilMs;
    if (this.#timers.size > 0) this.#cancelTick ??= systemClock.after(1, () => this.#tick());
  }

  #due(untilMs: number): Timer[] {
    return [...this.#timers].filter(timer => timer.dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs);
  }

  #fire(timer: Timer): void {
    if (!this.#timers.has(timer)) return;
    this.#nowMs = Math.max(this.#nowMs, timer.dueMs);
    if (timer.periodMs === undefined) this.#timers.delete(timer);
    else timer.dueMs += Math.max(timer.periodMs, this.#stepMs);
    timer.action();
  }
}
