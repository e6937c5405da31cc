/** A real clock that runs `factor` times as fast: deadlines of seconds come within a test, in the same order. */
import type { Clock } from '../../../shared/lib/clock.ts';
import { systemClock } from '../system.ts';

export function fastClock(factor: number): Clock {
  return {
    monotonicMs: () => systemClock.monotonicMs() * factor,
    wallMs: () => systemClock.wallMs(),
    after: (delayMs, action) => systemClock.after(delayMs / factor, action),
    every: (periodMs, action) => systemClock.every(Math.max(1, periodMs / factor), action),
  };
}
