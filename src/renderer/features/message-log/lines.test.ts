import { expect, test } from 'vitest';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { foldMessageRows, noMessageRows } from '../../../shared/projections/message-rows.ts';
import { type Line, lineAt, linesOf, memberKey, placeOfKey, rowKey } from './lines.ts';

const audio = (n: number, track: string): SessionEvent => ({
  n,
  atMs: n,
  leg: 'genesys',
  type: 'audio',
  direction: track === 'caller' ? 'in' : 'out',
  track,
  offset: 0,
  bytes: 160,
});
const events = [audio(0, 'caller'), audio(1, 'bot'), audio(2, 'caller'), audio(3, 'bot')];
const rows = foldMessageRows(noMessageRows, events);
const all = [0, 1];
const event = (n: number) => events[n];

test('an unfolded row is followed by each of its events', () => {
  const lines = linesOf(rows, all, new Set([0]));
  const shown = Array.from({ length: lines.count }, (_, place) => lineAt(rows, lines, place, event) as Line);
  expect(shown.map(line => [line.member, line.row.members])).toEqual([
    [false, [0, 2]],
    [true, [0]],
    [true, [2]],
    [false, [1, 3]],
  ]);
});

test('a line is found by its key, and is not there when its row is folded or hidden', () => {
  const lines = linesOf(rows, all, new Set([0, 1]));
  expect(
    [rowKey(0), memberKey(0), memberKey(2), rowKey(1), memberKey(3)].map(key => placeOfKey(rows, lines, key)),
  ).toEqual([0, 1, 2, 3, 5]);
  const folded = linesOf(rows, all, new Set());
  expect([rowKey(1), memberKey(2), rowKey(9)].map(key => placeOfKey(rows, folded, key))).toEqual([1, -1, -1]);
  expect(placeOfKey(rows, linesOf(rows, [1], new Set()), rowKey(0))).toBe(-1);
});
