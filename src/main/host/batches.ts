import type { Clock } from '../../shared/lib/clock.ts';

/** Announcements are gathered this long: batches, not single events, go to the page. */
const BATCH_MS = 50;

/** Runs `flush` once for everything that comes due within the batch time. */
export function batches(clock: Clock, flush: () => void): { due(): void; cancel(): void } {
  let cancelTimer: (() => void) | undefined;
  return {
    due: () => {
      cancelTimer ??= clock.after(BATCH_MS, () => {
        cancelTimer = undefined;
        flush();
      });
    },
    cancel: () => {
      cancelTimer?.();
      cancelTimer = undefined;
    },
  };
}
