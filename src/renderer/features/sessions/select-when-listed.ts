import { rowOf } from './session-rows.ts';
import type { SessionsStore } from './sessions-store.ts';

/** A session that the host has just taken in is announced in its own time: it is opened as soon as it is in the list. */
export function selectWhenListed(sessions: SessionsStore, sessionId: string): void {
  const isListed = () => rowOf(sessions.get().rows, sessionId) !== undefined;
  if (isListed()) {
    sessions.select(sessionId, true);
    return;
  }
  const stop = sessions.subscribe(() => {
    if (!isListed()) return;
    stop();
    sessions.select(sessionId, true);
  });
}
