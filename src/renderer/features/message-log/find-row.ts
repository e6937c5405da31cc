/** Finding rows by number and by time. Rows begin in ascending order of both, so that halving finds them. */
import { firstWhere } from '../../../shared/lib/first-where.ts';
import { type MessageRow, type MessageRows, rowAt } from '../../../shared/projections/message-rows.ts';

/** The row that begins with event `n`. */
export function rowOfEvent(rows: MessageRows, n: number): MessageRow | undefined {
  const index = firstWhere(rows.count, at => (rowAt(rows, at)?.n ?? 0) >= n);
  const row = rowAt(rows, index);
  return row?.n === n ? row : undefined;
}

/** How far back the row of a folded event may begin: a few streams grow side by side. */
export const MOST_STREAMS = 64;

/** The row that event `n` is in, folded or alone. */
export function rowHolding(rows: MessageRows, n: number): MessageRow | undefined {
  const after = firstWhere(rows.count, at => (rowAt(rows, at)?.n ?? 0) > n);
  for (let index = after - 1; index >= Math.max(0, after - MOST_STREAMS); index -= 1) {
    const row = rowAt(rows, index);
    if (row?.members.includes(n)) return row;
  }
  return undefined;
}

/** Of the rows at `indices`: the place of the last one that begins at `ms` or before; -1 where all begin later. */
export function placeAt(rows: MessageRows, indices: readonly number[], ms: number): number {
  return firstWhere(indices.length, place => timeOf(rows, indices, place) > ms) - 1;
}

/** The place of the first one that begins at `ms` or after; of the last where all began before; -1 in an empty list. */
export function placeFrom(rows: MessageRows, indices: readonly number[], ms: number): number {
  const place = firstWhere(indices.length, at => timeOf(rows, indices, at) >= ms);
  return Math.min(place, indices.length - 1);
}

function timeOf(rows: MessageRows, indices: readonly number[], place: number): number {
  return rowAt(rows, indices[place] ?? -1)?.atMs ?? 0;
}
