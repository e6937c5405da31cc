/** Whether times of a session mean something: in a replay at another speed the caller's clock is not the server's. */
import type { SessionSummary } from '../events/session-summary.ts';

/**
 * How many times as fast as it was captured the caller of a session was; undefined: as fast as the world.
 * @param sessions among which the other view of the same call is: only the caller's knows the speed
 */
export function replaySpeed(session: SessionSummary, sessions: readonly SessionSummary[]): number | undefined {
  if (session.replaySpeed !== undefined || session.audiohookId === '') return session.replaySpeed;
  return sessions.find(other => other.audiohookId === session.audiohookId && other.replaySpeed !== undefined)
    ?.replaySpeed;
}
