/** Genesys Cloud's limits on what a server sends, applied afterwards to what it sent. */
import { RATE_BURST, RATE_PER_SECOND } from '../audiohook/limits.ts';

/**
 * The deepest overdraft of a token bucket (25 at first, 5 a second more), in frames; 0 or less: within the limit.
 * @param timesMs when the frames came, in order
 */
export function overdraft(timesMs: readonly number[]): number {
  let tokens: number = RATE_BURST;
  let lastMs = timesMs[0] ?? 0;
  let deepest = -RATE_BURST;
  for (const atMs of timesMs) {
    tokens = Math.min(RATE_BURST, tokens + ((atMs - lastMs) / 1000) * RATE_PER_SECOND) - 1;
    lastMs = atMs;
    deepest = Math.max(deepest, -tokens);
  }
  return deepest;
}
