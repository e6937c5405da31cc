/**
 * The caller's own time in a replay: as fast as the world until the call is open, because Genesys offers only what it
 * has buffered by then; then as fast as was asked for; and as the world again when the captured call is over.
 */
import type { Clock } from '../../../shared/lib/clock.ts';

export class PacedClock implements Clock {
  readonly #clock: Clock;
  #speed = 1;
  /** Where both clocks stood when the speed was set. */
  #since: { worldMs: number; ownMs: number };

  constructor(clock: Clock) {
    this.#clock = clock;
    const worldMs = clock.monotonicMs();
    this.#since = { worldMs, ownMs: worldMs };
  }

  /** @param speed times as fast as the world, from now on */
  run(speed: number): void {
    if (speed === this.#speed) return;
    this.#since = { ownMs: this.monotonicMs(), worldMs: this.#clock.monotonicMs() };
    this.#speed = speed;
  }

  monotonicMs(): number {
    const { worldMs, ownMs } = this.#since;
    return ownMs + (this.#clock.monotonicMs() - worldMs) * this.#speed;
  }

  wallMs(): number {
    return this.#clock.wallMs();
  }

  /** Timers keep the world's time: they only say how often is looked. */
  after(delayMs: number, action: () => void): () => void {
    return this.#clock.after(delayMs, action);
  }

  every(periodMs: number, action: () => void): () => void {
    return this.#clock.every(periodMs, action);
  }
}
