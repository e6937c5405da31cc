/** Several rows of the list at once, by their keys. Pure. */
import type { SessionRow } from './session-rows.ts';

export type Marked = {
  readonly keys: ReadonlySet<string>;
  /** Where Shift marks from. */
  readonly anchor: string | undefined;
  /** The row that the last key or click went to, from which the next key moves. */
  readonly lead: string | undefined;
};

export const nothingMarked: Marked = { keys: new Set(), anchor: undefined, lead: undefined };

export const markOnly = (key: string): Marked => ({ keys: new Set([key]), anchor: key, lead: key });

/** Ctrl and a click. `open`: the row that was open before, which stays marked. */
export function markToo(marked: Marked, key: string, open: string | undefined): Marked {
  const keys = new Set(marked.keys.size === 0 && open !== undefined ? [open] : marked.keys);
  if (!keys.delete(key)) keys.add(key);
  return { keys, anchor: key, lead: key };
}

/** Shift: all from the anchor, or the open row, to `key`. */
export function markTo(marked: Marked, key: string, open: string | undefined, rows: readonly SessionRow[]): Marked {
  // What one row was marked for may be another than the open one by now.
  const anchor = (marked.keys.size > 1 ? marked.anchor : undefined) ?? open ?? key;
  const places = [anchor, key].map(one => rows.findIndex(row => row.key === one)).sort((a, b) => a - b);
  const [from = -1, to = -1] = places;
  if (from < 0) return markOnly(key);
  return { keys: new Set(rows.slice(from, to + 1).map(row => row.key)), anchor, lead: key };
}
