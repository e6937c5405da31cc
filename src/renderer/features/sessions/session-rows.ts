/**
 * The list's rows: the caller's and the server's view of one local call are one row, because it was one call.
 * Pure; the list is rebuilt from all summaries, of which there are hundreds, not from events.
 */
import type { SessionSummary } from '../../../shared/events/session-summary.ts';

export type SessionView = SessionSummary['role'];

export type SessionRow = {
  readonly key: string;
  /** By which view the row is described: the server's where there is one, since it saw both legs. */
  readonly main: SessionSummary;
  readonly views: readonly SessionSummary[];
};

/** Newest first. */
export function sessionRows(sessions: Iterable<SessionSummary>): SessionRow[] {
  const newestFirst = [...sessions].sort((a, b) => b.startedAt.localeCompare(a.startedAt) || b.id.localeCompare(a.id));
  const pairs = new Map<string, SessionSummary[]>();
  const rows: SessionSummary[][] = [];
  for (const session of newestFirst) {
    const half = session.audiohookId === '' ? undefined : pairs.get(session.audiohookId);
    // Only the other side's view belongs to the same call: a repeated id on the same side is a call of its own.
    if (half?.every(view => view.role !== session.role)) half.push(session);
    else {
      const row = [session];
      rows.push(row);
      if (session.audiohookId !== '') pairs.set(session.audiohookId, row);
    }
  }
  return rows.map(views => {
    const ordered = views.toSorted((a, b) => Number(b.role === 'server') - Number(a.role === 'server'));
    const main = ordered[0] as SessionSummary;
    // The oldest view's id: it stays when the other view joins.
    return { key: views.at(-1)?.id ?? main.id, main, views: ordered };
  });
}

/** The row that shows session `id`. */
export function rowOf(rows: readonly SessionRow[], id: string | undefined): SessionRow | undefined {
  return id === undefined ? undefined : rows.find(row => row.views.some(view => view.id === id));
}

/** A row's state in words, for its dot. */
export function stateWords(session: SessionSummary): string {
  if (session.kind === 'refused') return 'refused';
  if (session.state === 'live') return 'live';
  if (session.state === 'interrupted') return 'interrupted';
  return session.problems > 0 ? 'ended with problems' : 'ended';
}

/** Who called, as the list shows it. */
export function sessionTitle(session: SessionSummary): string {
  if (session.kind === 'probe') return session.connectorId || 'connection probe';
  return session.connectorId || '(no connector ID)';
}
