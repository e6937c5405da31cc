/** Which sessions are over a limit of the settings. Pure. */
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { Retention } from '../../../shared/settings/retention.ts';

const DAY_MS = 24 * 3_600_000;
const MB = 1_000_000;

/**
 * The sessions that are to go now, oldest first. Both views of one call go together; a call that is live stays, and counts.
 * @param nowMs wall time
 */
export function overRetention(
  sessions: readonly SessionSummary[],
  { keepDays, keepMB }: Retention,
  nowMs: number,
): SessionSummary[] {
  let keptBytes = 0;
  const gone: SessionSummary[] = [];
  for (const call of callsOf(sessions)) {
    const bytes = call.reduce((sum, session) => sum + session.bytes, 0);
    keptBytes += bytes;
    if (call.some(({ state }) => state === 'live')) continue;
    const endedMs = Math.max(...call.map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs));
    const isOld = keepDays !== undefined && nowMs - endedMs > keepDays * DAY_MS;
    const isTooMuch = keepMB !== undefined && keptBytes > keepMB * MB;
    if (isOld || isTooMuch) gone.push(...call);
  }
  return gone.reverse();
}

/** Newest first; the views of one local call are together. */
function callsOf(sessions: readonly SessionSummary[]): SessionSummary[][] {
  const calls = new Map<string, SessionSummary[]>();
  for (const session of sessions.toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1))) {
    const key = session.audiohookId || session.id;
    const call = calls.get(key);
    if (call) call.push(session);
    else calls.set(key, [session]);
  }
  return [...calls.values()];
}
