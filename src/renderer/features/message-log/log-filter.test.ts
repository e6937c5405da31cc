import { expect, test } from 'vitest';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { rowSource } from '../../../shared/filter/match-filter.ts';
import { foldMessageRows, noMessageRows } from '../../../shared/projections/message-rows.ts';
import { allShown, type FilterMode, FilterRun, logFilter, type ShownChips, usefulChips } from './log-filter.ts';

const events: SessionEvent[] = [
  { n: 0, atMs: 0, leg: 'genesys', type: 'state', from: 'a', to: 'b', why: '' },
  { n: 1, atMs: 1, leg: 'genesys', type: 'audio', direction: 'in', track: 'caller', offset: 0, bytes: 160 },
  { n: 2, atMs: 2, leg: 'bot', type: 'message', direction: 'in', text: '{"type":"error"}', bytes: 16 },
  { n: 3, atMs: 3, leg: 'genesys', type: 'note', code: 'AH-01', level: 'problem', text: 'bad' },
];
const rowsOf = (all: readonly SessionEvent[]) => foldMessageRows(noMessageRows, all);
const rows = rowsOf(events);

function run(shown: ShownChips, text = '', mode: FilterMode = 'filter', all = events) {
  const done = new FilterRun(
    logFilter(shown, text, mode).filter,
    rowSource(n => all[n]),
  );
  done.step(rowsOf(all), 1000);
  return done.result(rowsOf(all));
}

test('each chip hides its own rows', () => {
  expect(run(allShown).indices).toEqual([0, 1, 2, 3]);
  expect(run({ ...allShown, genesys: false }).indices).toEqual([2, 3]);
  expect(run({ ...allShown, audio: false }).indices).toEqual([0, 2, 3]);
  expect(run({ ...allShown, bot: false, notes: false }).indices).toEqual([0, 1]);
});

test('what was typed hides the other rows, or only marks its own', () => {
  expect(run(allShown, 'is:error').indices).toEqual([2, 3]);
  const marked = run(allShown, 'is:error', 'highlight');
  expect(marked.indices).toEqual([0, 1, 2, 3]);
  expect([...(marked.marked ?? [])]).toEqual([2, 3]);
});

test('what cannot be read hides nothing', () => {
  expect(run(allShown, 'colour:red').indices).toEqual([0, 1, 2, 3]);
  expect(logFilter(allShown, 'colour:red', 'filter').error).toMatchObject({ at: 0 });
});

test('in steps, and as rows come, the answer is the same', () => {
  const stepped = new FilterRun(
    logFilter(allShown, 'leg:genesys', 'filter').filter,
    rowSource(n => events[n]),
  );
  stepped.step(rowsOf(events.slice(0, 2)), 1);
  expect(stepped.result(rowsOf(events.slice(0, 2))).indices).toEqual([0, 1]);
  while (!stepped.step(rows, 1));
  expect(stepped.result(rows).indices).toEqual(run(allShown, 'leg:genesys').indices);
});

test('a gap inside of folded audio is found', () => {
  const late = events.concat(
    [10, 20, 900].map((atMs, at) => ({ ...(events[1] as SessionEvent), n: 4 + at, atMs }) as SessionEvent),
  );
  expect(run(allShown, 'gap>500ms', 'filter', late).indices).toEqual([4]);
});

test('a chip is there when it can match: in a live session what may come, in an ended one what came', () => {
  expect(usefulChips(rows, 'server', false)).toEqual(['genesys', 'bot', 'audio', 'notes']);
  expect(usefulChips(rows, 'client', false)).toEqual(['genesys', 'audio', 'notes']);
  expect(usefulChips(rows, 'server', true)).toEqual(['genesys', 'bot', 'audio', 'notes']);
  expect(usefulChips(rowsOf([0, 3].map(n => events[n] as SessionEvent)), 'server', true)).toEqual(['genesys', 'notes']);
});
