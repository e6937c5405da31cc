import { expect, test } from 'vitest';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { foldMessageRows, noMessageRows } from '../../../shared/projections/message-rows.ts';
import { allShown, filterRows, usefulChips } from './row-filter.ts';

const events: SessionEvent[] = [
  { n: 0, atMs: 0, leg: 'genesys', type: 'state', from: 'a', to: 'b', why: '' },
  { n: 1, atMs: 1, leg: 'genesys', type: 'audio', direction: 'in', track: 'caller', offset: 0, bytes: 160 },
  { n: 2, atMs: 2, leg: 'bot', type: 'message', direction: 'in', text: '{"type":"error"}', bytes: 16 },
  { n: 3, atMs: 3, leg: 'genesys', type: 'note', code: 'AH-01', level: 'problem', text: 'bad' },
];
const rows = foldMessageRows(noMessageRows, events);

test('each chip hides its own rows', () => {
  expect(filterRows(undefined, rows, allShown).indices).toEqual([0, 1, 2, 3]);
  expect(filterRows(undefined, rows, { ...allShown, genesys: false }).indices).toEqual([2, 3]);
  expect(filterRows(undefined, rows, { ...allShown, audio: false }).indices).toEqual([0, 2, 3]);
  expect(filterRows(undefined, rows, { ...allShown, bot: false, notes: false }).indices).toEqual([0, 1]);
});

test('filtering goes on where it stopped, with the same answer', () => {
  const first = filterRows(undefined, foldMessageRows(noMessageRows, events.slice(0, 2)), allShown);
  expect(filterRows(first, rows, allShown)).toEqual(filterRows(undefined, rows, allShown));
  const done = filterRows(undefined, rows, allShown);
  expect(filterRows(done, rows, allShown)).toBe(done);
});

test('a chip is there when it can match: in a live session what may come, in an ended one what came', () => {
  expect(usefulChips(rows, 'server', false)).toEqual(['genesys', 'bot', 'audio', 'notes']);
  expect(usefulChips(rows, 'client', false)).toEqual(['genesys', 'audio', 'notes']);
  expect(usefulChips(rows, 'server', true)).toEqual(['genesys', 'bot', 'audio', 'notes']);
  const refused = foldMessageRows(
    noMessageRows,
    [0, 3].map(n => events[n] as SessionEvent),
  );
  expect(usefulChips(refused, 'server', true)).toEqual(['genesys', 'notes']);
});
