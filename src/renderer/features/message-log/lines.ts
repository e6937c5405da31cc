/**
 * The log's lines: the shown rows, and below an unfolded one each of its events. A line is named by a key that stays,
 * whatever is shown around it.
 */
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { firstWhere } from '../../../shared/lib/first-where.ts';
import { eventRow, type MessageRow, type MessageRows, rowAt } from '../../../shared/projections/message-rows.ts';
import { MOST_STREAMS } from './find-row.ts';

/** Even: the row that begins with event `key / 2`. Odd: event `(key - 1) / 2` as a line of an unfolded row. */
export type LineKey = number;

export const rowKey = (n: number): LineKey => 2 * n;
export const memberKey = (n: number): LineKey => 2 * n + 1;
export const eventOfKey = (key: LineKey): number => key >> 1;
export const isMember = (key: LineKey): boolean => (key & 1) === 1;

export type Lines = {
  readonly count: number;
  /** Index of each line's row. */
  readonly indices: readonly number[];
  /** Of each line that is an event of an unfolded row: its place among these, else -1. Absent where none is unfolded. */
  readonly members: readonly number[] | undefined;
};

export type Line = {
  readonly key: LineKey;
  readonly row: MessageRow;
  /** Index among all rows. */
  readonly index: number;
  readonly member: boolean;
};

/** `unfolded`: the rows, by their first event's number. */
export function linesOf(rows: MessageRows, indices: readonly number[], unfolded: ReadonlySet<number>): Lines {
  if (unfolded.size === 0) return { count: indices.length, indices, members: undefined };
  const all: number[] = [];
  const members: number[] = [];
  for (const index of indices) {
    all.push(index);
    members.push(-1);
    const row = rowAt(rows, index);
    if (!row || !unfolded.has(row.n)) continue;
    for (let at = 0; at < row.members.length; at += 1) {
      all.push(index);
      members.push(at);
    }
  }
  return { count: all.length, indices: all, members };
}

/** The line at `place`; an event that has not arrived has none. */
export function lineAt(
  rows: MessageRows,
  lines: Lines,
  place: number,
  event: (n: number) => SessionEvent | undefined,
): Line | undefined {
  const index = lines.indices[place];
  const row = index === undefined ? undefined : rowAt(rows, index);
  if (index === undefined || !row) return undefined;
  const at = lines.members?.[place] ?? -1;
  if (at < 0) return { key: rowKey(row.n), row, index, member: false };
  const found = event(row.members[at] ?? -1);
  return found && { key: memberKey(found.n), row: eventRow(found), index, member: true };
}

/** The place of the line with this key; -1 where it is not shown. */
export function placeOfKey(rows: MessageRows, lines: Lines, key: LineKey): number {
  const n = eventOfKey(key);
  if (!isMember(key)) {
    const place = firstWhere(lines.count, at => firstEvent(rows, lines, at) >= n);
    return firstEvent(rows, lines, place) === n ? place : -1;
  }
  // Its row begins at or before it; a few rows grow side by side.
  const after = firstWhere(lines.count, at => firstEvent(rows, lines, at) > n);
  const newest = lines.indices[after - 1] ?? 0;
  for (let place = after - 1; place >= 0; place -= 1) {
    const index = lines.indices[place] ?? -1;
    if (index < newest - MOST_STREAMS) break;
    if (rowAt(rows, index)?.members[lines.members?.[place] ?? -1] === n) return place;
  }
  return -1;
}

const firstEvent = (rows: MessageRows, lines: Lines, place: number) =>
  rowAt(rows, lines.indices[place] ?? -1)?.n ?? Number.POSITIVE_INFINITY;
