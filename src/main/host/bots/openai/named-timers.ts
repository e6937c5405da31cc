/** Timers by name: starting one again replaces it. */
import type { Clock } from '../../../../shared/lib/clock.ts';

export class NamedTimers<Name extends string> {
  readonly #clock: Clock;
  readonly #cancels = new Map<Name, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(name: Name, afterMs: number, action: () => void): void {
    this.stop(name);
    const cancel = this.#clock.after(afterMs, () => {
      this.#cancels.delete(name);
      action();
    });
    this.#cancels.set(name, cancel);
  }

  stop(name: Name): void {
    this.#cancels.get(name)?.();
    this.#cancels.delete(name);
  }

  stopAll(): void {
    for (const name of [...this.#cancels.keys()]) this.stop(name);
  }
}
