/** Numbers of the client side alone, as Genesys Cloud is known to behave. Marks as in limits.ts; [2] is second hand. */

/** Audio of the caller that is kept while the connection is made, and how much of it is offered at most, ms [D]. */
export const HISTORY_MS = 30_000;
export const OFFERED_MS = 20_000;
/** Connection tries, the first included [D, second hand]. */
export const MAX_TRIES = 5;
/** Before the second, third ... try, ms. "Exponential back-off" is documented; these lengths are ours. */
export const RETRY_DELAYS_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000];
/** `pause` and `resume`, each: average a second and burst [2]. */
export const PAUSE_RATE_PER_SECOND = 2;
export const PAUSE_BURST = 4;
/** Frames over an empty bucket that are let through before 429: clocks and batching differ. Ours. */
export const RATE_OVERDRAFT = 2;
/** A lenient caller gives up all the same when `opened` has not come by then, ms. */
export const LENIENT_OPEN_TIMEOUT_MS = 30_000;
