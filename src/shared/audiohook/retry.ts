/** When Genesys Cloud connects again (AH-32). Second-hand knowledge; PROTOCOL section 14. */

import { MAX_TRIES, RETRY_DELAYS_MS } from './client-limits.ts';
import type { ClientOutcome } from './client-state.ts';

/**
 * How long to wait before the next try, ms; undefined when there is none.
 * @param tries how many there have been, the first included
 * @param final the connection was refused or cannot come about: no other try would fare better
 */
export function nextTryAfterMs(
  outcome: Pick<ClientOutcome, 'retryable'>,
  tries: number,
  final: boolean,
): number | undefined {
  if (!outcome.retryable || final || tries >= MAX_TRIES) return undefined;
  return RETRY_DELAYS_MS[tries - 1];
}
