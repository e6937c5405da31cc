/** Which rows of the list are shown, and in what order. Pure. */
import {
  callerNumber,
  kindWords,
  outcomeWords,
  type SessionRow,
  sessionTitle,
  sizeOf,
  troubleOf,
} from './session-rows.ts';

export const SHOWN = ['all', 'live', 'problems', 'refused', 'probes'] as const;
export type Shown = (typeof SHOWN)[number];
export const SHOWN_NAMES: Record<Shown, string> = {
  all: 'All',
  live: 'Live',
  problems: 'Problems',
  refused: 'Refused',
  probes: 'Probes',
};

export const SORTS = ['newest', 'oldest', 'longest', 'worst', 'turns', 'largest', 'connector'] as const;
export type Sort = (typeof SORTS)[number];
export const SORT_NAMES: Record<Sort, string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  longest: 'Longest first',
  worst: 'Most problems first',
  turns: 'Most turns first',
  largest: 'Largest first',
  connector: 'By connector ID',
};

export type Listing = { readonly search: string; readonly shown: Shown; readonly sort: Sort };

/**
 * `rows` come newest first.
 * @param inMessages sessions that have the words in their messages, where these were searched
 */
export function listedRows(
  rows: readonly SessionRow[],
  { search, shown, sort }: Listing,
  inMessages?: ReadonlySet<string>,
): readonly SessionRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = ({ views }: SessionRow) => inMessages !== undefined && views.some(({ id }) => inMessages.has(id));
  const listed =
    words.length === 0 && shown === 'all'
      ? rows
      : rows.filter(row => passes(row, shown) && (words.every(word => textOf(row).includes(word)) || isFound(row)));
  const order = ORDERS[sort];
  if (sort === 'newest') return listed;
  return sort === 'oldest' ? listed.toReversed() : listed.toSorted(order);
}

function passes(row: SessionRow, shown: Shown): boolean {
  const { main, views } = row;
  switch (shown) {
    case 'all':
      return true;
    case 'live':
      return views.some(view => view.state === 'live');
    case 'problems':
      return main.kind === 'refused' || main.state === 'interrupted' || troubleOf(row) !== undefined;
    case 'refused':
      return main.kind === 'refused';
    case 'probes':
      return main.kind === 'probe';
  }
}

/** Any problem is worse than all warnings. */
function badness(row: SessionRow): number {
  const trouble = troubleOf(row);
  return trouble ? (trouble.severity === 'problem' ? 100_000 : 1) + trouble.notes : 0;
}

const ORDERS: Record<Sort, (a: SessionRow, b: SessionRow) => number> = {
  newest: () => 0,
  oldest: () => 0,
  longest: (a, b) => b.main.durationMs - a.main.durationMs,
  worst: (a, b) => badness(b) - badness(a),
  turns: (a, b) => (b.main.turns ?? 0) - (a.main.turns ?? 0),
  largest: (a, b) => sizeOf(b) - sizeOf(a),
  connector: (a, b) => sessionTitle(a.main).localeCompare(sessionTitle(b.main)),
};

function textOf(row: SessionRow): string {
  const { main, views } = row;
  const ids = views.map(view => view.id).join(' ');
  const how = `${kindWords(row, '')} ${outcomeWords(row, true)} ${troubleOf(row)?.title ?? ''}`;
  return `${sessionTitle(main)} ${callerNumber(main)} ${how} ${main.bot} ${main.audiohookId} ${ids}`.toLowerCase();
}
