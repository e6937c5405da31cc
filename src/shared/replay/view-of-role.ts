import type { SessionSummary } from '../events/session-summary.ts';

type View = Pick<SessionSummary, 'id' | 'role' | 'audiohookId'>;

/** The id of that view of the call of session `id` which is of `role`; `id` itself where there is none. */
export function viewOfRole(role: View['role'], id: string, sessions: readonly View[]): string {
  const own = sessions.find(session => session.id === id);
  if (!own || own.role === role || own.audiohookId === '') return id;
  return sessions.find(other => other.role === role && other.audiohookId === own.audiohookId)?.id ?? id;
}
