import { expect, test } from 'vitest';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { foldMessageRows, noMessageRows } from '../../../shared/projections/message-rows.ts';
import { placeAt, placeFrom, rowHolding, rowOfEvent } from './find-row.ts';

const events = [0, 10, 10, 30].map(
  (atMs, n): SessionEvent => ({ n, atMs, leg: 'genesys', type: 'state', from: 'a', to: 'b', why: '' }),
);
const rows = foldMessageRows(noMessageRows, events);
const all = [0, 1, 2, 3];

test('the row at a time is the last that began by then', () => {
  expect([-1, 0, 5, 10, 29, 30, 99].map(ms => placeAt(rows, all, ms))).toEqual([-1, 0, 0, 2, 2, 3, 3]);
});

test('the row from a time on is the first that begins then or later, and the last one after all', () => {
  expect([0, 5, 10, 11, 99].map(ms => placeFrom(rows, all, ms))).toEqual([0, 1, 1, 3, 3]);
  expect(placeFrom(rows, [], 5)).toBe(-1);
});

test('hidden rows are passed over: places are those of the shown ones', () => {
  expect(placeFrom(rows, [0, 3], 10)).toBe(1);
  expect(placeAt(rows, [0, 3], 10)).toBe(0);
});

test('a row is found by the number of its event', () => {
  expect(rowOfEvent(rows, 2)?.atMs).toBe(10);
  expect(rowOfEvent(rows, 4)).toBeUndefined();
});

test('a folded event is found in its row', () => {
  const audio = (n: number, track: string) =>
    ({ n, atMs: n, leg: 'genesys', type: 'audio', direction: 'in', track, offset: 0, bytes: 8 }) as SessionEvent;
  const folded = foldMessageRows(noMessageRows, [audio(0, 'caller'), audio(1, 'agent'), audio(2, 'caller')]);
  expect([0, 1, 2].map(n => rowHolding(folded, n)?.n)).toEqual([0, 1, 0]);
  expect(rowHolding(folded, 3)).toBeUndefined();
});
