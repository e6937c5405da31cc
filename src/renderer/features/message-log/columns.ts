/** The log's columns: which, in what order, how wide. Pure. */

export const COLUMN_IDS = ['time', 'leg', 'type', 'seq', 'says', 'size', 'findings'] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];
export type Column = { readonly id: ColumnId; readonly width: number; readonly shown: boolean };

export const COLUMN_NAMES: Record<ColumnId, string> = {
  time: 'time',
  leg: 'leg',
  type: 'type',
  seq: 'seq',
  says: 'what it says',
  size: 'bytes',
  findings: 'findings',
};

/** `says` takes what the others leave. */
export const FLEXIBLE: ColumnId = 'says';
/** px. */
const LEAST: Record<ColumnId, number> = { time: 66, leg: 72, type: 110, seq: 28, says: 180, size: 48, findings: 40 };
/** Names are cut to this before anything is left out: most of them are still told apart. */
const TYPE_CUT_PX = 190;
const MOST_PX = 900;
const GAP_PX = 12;
const EDGES_PX = 24 + 16;
/** In little room these go first: the message's details have them too. */
const EXPENDABLE: readonly ColumnId[] = ['size', 'seq', 'findings'];

export const DEFAULT_COLUMNS: readonly Column[] = [
  { id: 'time', width: 84, shown: true },
  { id: 'leg', width: 76, shown: true },
  { id: 'type', width: 276, shown: true },
  { id: 'seq', width: 32, shown: true },
  { id: 'says', width: 0, shown: true },
  { id: 'size', width: 56, shown: true },
  { id: 'findings', width: 64, shown: true },
];

/** What fits into `widthPx`: the columns in order, and their grid. Before the width is known, all are there. */
export function fittedColumns(columns: readonly Column[], widthPx: number): { ids: ColumnId[]; template: string } {
  let shown = columns.filter(column => column.shown);
  const room = widthPx > 0 ? widthPx - EDGES_PX : Number.POSITIVE_INFINITY;
  const needed = () =>
    shown.reduce((sum, { id, width }) => sum + (id === FLEXIBLE ? LEAST[id] : width), (shown.length - 1) * GAP_PX);
  const shrinkType = (least: number) => {
    const over = Math.max(0, needed() - room);
    shown = shown.map(column =>
      column.id === 'type'
        ? { ...column, width: Math.max(Math.min(least, column.width), column.width - over) }
        : column,
    );
  };
  shrinkType(TYPE_CUT_PX);
  for (const id of EXPENDABLE) if (needed() > room) shown = shown.filter(column => column.id !== id);
  shrinkType(LEAST.type);
  const hasFlexible = shown.some(({ id }) => id === FLEXIBLE);
  const template = shown.map(({ id, width }, at) => {
    const takesRest = id === FLEXIBLE || (!hasFlexible && at === shown.length - 1);
    return takesRest ? 'minmax(0, 1fr)' : `${width}px`;
  });
  return { ids: shown.map(({ id }) => id), template: template.join(' ') };
}

export function resized(columns: readonly Column[], id: ColumnId, width: number): readonly Column[] {
  const kept = Math.round(Math.max(LEAST[id], Math.min(MOST_PX, width)));
  return columns.map(column => (column.id === id ? { ...column, width: kept } : column));
}

/** Moves a column past its neighbours by `by` places; hidden ones do not count. */
export function moved(columns: readonly Column[], id: ColumnId, by: -1 | 1): readonly Column[] {
  const at = columns.findIndex(column => column.id === id);
  let to = at + by;
  while (columns[to] && !columns[to]?.shown) to += by;
  const column = columns[at];
  if (!column || !columns[to]) return columns;
  const rest = columns.filter(one => one !== column);
  return [...rest.slice(0, to), column, ...rest.slice(to)];
}

/** Shows or hides a column; one always stays. */
export function toggled(columns: readonly Column[], id: ColumnId): readonly Column[] {
  const next = columns.map(column => (column.id === id ? { ...column, shown: !column.shown } : column));
  return next.some(column => column.shown) ? next : columns;
}

export function columnsToText(columns: readonly Column[]): string {
  return JSON.stringify(columns);
}

/** What was remembered; whatever of it cannot be read is as at first, and columns that are new take their place. */
export function columnsFromText(text: string | null): readonly Column[] {
  const kept = readColumns(text);
  if (kept.length === 0) return DEFAULT_COLUMNS;
  const missing = DEFAULT_COLUMNS.filter(({ id }) => kept.every(column => column.id !== id));
  return [...kept, ...missing];
}

function readColumns(text: string | null): Column[] {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '[]');
  } catch {
    // Written by something else.
    return [];
  }
  const seen = new Set<ColumnId>();
  return (Array.isArray(value) ? value : []).flatMap((one: Partial<Column> | null) => {
    const id = COLUMN_IDS.find(known => known === one?.id);
    if (!id || seen.has(id) || typeof one?.width !== 'number' || typeof one.shown !== 'boolean') return [];
    seen.add(id);
    return [{ id, width: Math.max(0, Math.min(MOST_PX, one.width)), shown: one.shown }];
  });
}
