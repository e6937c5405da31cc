/** The real clock and the real randomness: the only place of the host that reads them. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/lib/clock.ts';
import type { Ids } from '../../shared/lib/ids.ts';

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
  every: (periodMs, action) => {
    const timer = setInterval(action, periodMs);
    return () => clearInterval(timer);
  },
};

export const systemIds: Ids = {
  uuid: () => randomUUID(),
  bytes: length => randomBytes(length),
};
