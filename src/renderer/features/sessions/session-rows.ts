/**
 * The list's rows: the caller's and the server's view of one local call are one row, because it was one call.
 * Pure; the list is rebuilt from all summaries, of which there are hundreds, not from events.
 */
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { bytesWords } from '../../../shared/projections/words.ts';

export type SessionView = SessionSummary['role'];

export type SessionRow = {
  readonly key: string;
  /** By which view the row is described: the server's where there is one, since it saw both legs. */
  readonly main: SessionSummary;
  readonly views: readonly SessionSummary[];
};

/** Newest first. */
export function sessionRows(sessions: Iterable<SessionSummary>): SessionRow[] {
  const newestFirst = [...sessions].sort((a, b) => compare(b.startedAt, a.startedAt) || compare(b.id, a.id));
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

/** `fresh`, with the objects of `before` for rows that are as they were: what is drawn of those need not be drawn again. */
export function keptRows(before: readonly SessionRow[], fresh: readonly SessionRow[]): readonly SessionRow[] {
  const known = new Map(before.map(row => [row.key, row]));
  return fresh.map(row => {
    const old = known.get(row.key);
    return old?.views.length === row.views.length && old.views.every((view, at) => view === row.views[at]) ? old : row;
  });
}

/** By code units: these are times and ids, of which there may be ten thousand. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** One of the dozens of calls that a check of a server makes. */
export function isOfCheck({ views }: SessionRow): boolean {
  return views.some(view => view.madeBy === 'check');
}

/** The row that shows session `id`. */
export function rowOf(rows: readonly SessionRow[], id: string | undefined): SessionRow | undefined {
  return id === undefined ? undefined : rows.find(row => row.views.some(view => view.id === id));
}

/** What is worst about a call, by the findings of all its views; older captures have none, but count their notes. */
export type Trouble = {
  readonly severity: 'problem' | 'warning';
  /** The finding's title; empty where only notes are known. */
  readonly title: string;
  /** Notes of this level, of the view that has most. */
  readonly notes: number;
};

export function troubleOf({ views }: Pick<SessionRow, 'views'>): Trouble | undefined {
  const [problems, warnings] = [mostOf(views, 'problems'), mostOf(views, 'warnings')];
  const found = (severity: Trouble['severity']) => views.find(view => view.finding?.severity === severity)?.finding;
  const worst = found('problem') ?? (problems > 0 ? undefined : found('warning'));
  if (worst?.severity === 'problem' || problems > 0) {
    return { severity: 'problem', title: worst?.title ?? '', notes: problems };
  }
  if (!worst && warnings === 0) return undefined;
  return { severity: 'warning', title: worst?.title ?? '', notes: warnings };
}

const mostOf = (views: readonly SessionSummary[], level: 'problems' | 'warnings') =>
  Math.max(...views.map(view => view[level]));

/** The session that a row's call is a replay of. */
export function originalOf({ views }: Pick<SessionRow, 'views'>): string | undefined {
  return views.find(view => view.replayOf !== undefined)?.replayOf;
}

/**
 * A session's state in words, for its dot. `connected`: the console can be asked; while it cannot, nothing is said to be
 * live. `trouble`: the worst finding of what it stands for.
 */
export function stateWords(
  session: SessionSummary,
  connected: boolean,
  trouble = troubleOf({ views: [session] }),
): string {
  if (session.kind === 'refused') return 'refused';
  if (session.state === 'live') return connected ? 'live' : 'unknown';
  if (session.state === 'interrupted') return 'interrupted';
  return trouble?.severity === 'problem' ? 'ended with problems' : 'ended';
}

/** How it stands or ended, as short as a narrow list wants it: the useful part comes first. */
export function outcomeWords(row: SessionRow, connected: boolean): string {
  const { main } = row;
  const state = stateWords(main, connected, troubleOf(row));
  const outcome = main.outcome.replace(/^refused with /, '');
  const words = main.state === 'live' ? [state, outcome] : [outcome || state];
  return words.filter(Boolean).join(' · ');
}

/**
 * What it is where it is no plain call: "replay of 14:03", "import", "probe"; else empty.
 * @param originalAt when the session began that was run again, where that is still there
 */
export function kindWords(row: SessionRow, originalAt: string): string {
  if (originalOf(row) !== undefined) return originalAt === '' ? 'replay' : `replay of ${originalAt}`;
  const { kind } = row.main;
  return kind === 'call' || kind === 'refused' ? '' : kind;
}

/** The caller's number as people write it; empty where there is none. */
export function callerNumber(session: SessionSummary): string {
  return session.caller.replace(/^tel:/, '');
}

/** Seen by the caller alone: a call to another server, or one that never arrived. */
export function isOnlyCaller({ main, views }: SessionRow): boolean {
  return views.length === 1 && main.role === 'client';
}

/** Bytes on disk of all views. */
export const sizeOf = ({ views }: Pick<SessionRow, 'views'>) => views.reduce((sum, view) => sum + view.bytes, 0);

/** All that a row stands for, a line each. */
export function rowTooltip(row: SessionRow, connected: boolean, startedAt: string, originalAt: string): string {
  const { main } = row;
  const trouble = troubleOf(row);
  const outcome = main.outcome && `: ${main.outcome}`;
  return [
    sessionTitle(main),
    kindWords(row, originalAt),
    `${stateWords(main, connected, trouble)}${outcome}`,
    trouble?.title && `${trouble.severity}: ${trouble.title}`,
    `began ${startedAt}`,
    callerNumber(main) && `caller ${callerNumber(main)}`,
    isOnlyCaller(row) && 'seen by the caller only',
    main.bot && `bot ${main.bot}`,
    main.turns && `${main.turns} turns of the caller`,
    main.continues && 'continues an earlier session',
    `${bytesWords(sizeOf(row))} on disk`,
  ]
    .filter(Boolean)
    .join('\n');
}

/** Who called, as the list shows it. */
export function sessionTitle(session: SessionSummary): string {
  if (session.kind === 'probe') return session.connectorId || 'connection probe';
  if (session.relay === 'model') return `${session.bot} (model’s wire)`;
  const title = session.connectorId || '(no connector ID)';
  return session.relay ? `${title} (${session.relay === 'both' ? 'both wires' : 'relayed'})` : title;
}

/** What is wrong in another view of the same call: whoever looks at this one must not read that nothing is. */
export function wrongElsewhere({ views }: Pick<SessionRow, 'views'>, { id }: Pick<SessionSummary, 'id'>) {
  const other = views.find(view => view.id !== id && view.finding && view.finding.severity !== 'note');
  if (!other?.finding) return undefined;
  return { whose: other.role === 'client' ? 'The caller’s view' : 'The server’s view', finding: other.finding };
}
