import { expect, test } from 'vitest';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { markOnly, markTo } from './marked-rows.ts';
import { hashOf, nextSelection, nothingSelected, selectedSession, selectionFromHash } from './selection.ts';
import {
  keptRows,
  kindWords,
  originalOf,
  outcomeWords,
  rowOf,
  rowTooltip,
  sessionRows,
  stateWords,
  troubleOf,
  wrongElsewhere,
} from './session-rows.ts';

const session = (id: string, over: Partial<SessionSummary> = {}): SessionSummary => ({
  id,
  startedAt: `2026-01-01T00:00:0${id.length}.000Z`,
  role: 'server',
  kind: 'call',
  state: 'ended',
  outcome: 'hung up by the caller',
  durationMs: 1000,
  connectorId: 'demo-bot',
  audiohookId: '',
  caller: '',
  bot: 'simulator',
  events: 1,
  bytes: 1,
  problems: 0,
  warnings: 0,
  tracks: {},
  ...over,
});

test('both views of one local call are one row, told by the server', () => {
  const rows = sessionRows([
    session('a', { audiohookId: 'X', role: 'client' }),
    session('bb', { audiohookId: 'X', role: 'server' }),
    session('ccc', { audiohookId: 'X', role: 'server' }),
  ]);
  expect(rows.map(row => row.views.map(view => view.id))).toEqual([['ccc'], ['bb', 'a']]);
});

test('sessions without an AudioHook id are never joined', () => {
  expect(sessionRows([session('a'), session('bb', { role: 'client' })])).toHaveLength(2);
});

test('newest first', () => {
  expect(sessionRows([session('a'), session('ccc'), session('bb')]).map(row => row.main.id)).toEqual([
    'ccc',
    'bb',
    'a',
  ]);
});

test('a new live session selects itself only when nothing, or a followed live one, is selected', () => {
  const old = session('a', { state: 'live' });
  const ended = session('bb');
  const fresh = session('ccc', { state: 'live' });
  const rows = sessionRows([old, ended, fresh]);
  const known = new Set(['a', 'bb']);
  const from = (id: string | undefined, following: boolean) =>
    nextSelection({ id, exactView: true }, rows, known, following).id;
  expect(from(undefined, false)).toBe('ccc');
  expect(from('a', true)).toBe('ccc');
  expect(from('a', false)).toBe('a');
  expect(from('bb', true)).toBe('bb');
});

test("the server's view takes over when it appears, unless the user chose the caller's", () => {
  const client = session('a', { audiohookId: 'X', role: 'client', state: 'live' });
  const server = session('bb', { audiohookId: 'X', state: 'live' });
  const rows = sessionRows([client, server]);
  const known = new Set(['a']);
  expect(nextSelection({ id: 'a', exactView: false }, rows, known, true).id).toBe('bb');
  expect(nextSelection({ id: 'a', exactView: true }, rows, known, true).id).toBe('a');
});

test('a session that is gone is let go', () => {
  expect(nextSelection({ id: 'gone', exactView: true }, [], new Set(), true)).toEqual(nothingSelected);
});

test('the selection survives in the address', () => {
  const selection = { id: 'a b&c', exactView: true };
  expect(selectionFromHash(hashOf(selection))).toEqual(selection);
  expect(selectionFromHash('')).toEqual(nothingSelected);
});

test('the selected session is the chosen view of its row', () => {
  const rows = sessionRows([
    session('a', { audiohookId: 'X', role: 'client' }),
    session('bb', { audiohookId: 'X', role: 'server' }),
  ]);
  expect(selectedSession(rows, { id: 'a', exactView: true })?.role).toBe('client');
  expect(rowOf(rows, 'a')?.key).toBe(rowOf(rows, 'bb')?.key);
});

test('a row says first how it stands or ended; nothing is live while the console cannot be asked', () => {
  const words = (over: Partial<SessionSummary>, connected = true) =>
    sessionRows([session('a', over)]).map(row => outcomeWords(row, connected))[0];
  expect(words({})).toBe('hung up by the caller');
  expect(words({ outcome: '' })).toBe('ended');
  expect(words({ state: 'live', outcome: '' })).toBe('live');
  expect(words({ state: 'live', outcome: '' }, false)).toBe('unknown');
  expect(words({ kind: 'refused', outcome: 'refused with 401: no key' })).toBe('401: no key');
  expect(stateWords(session('a', { state: 'live' }), false)).toBe('unknown');
});

test('a replay says of what, and an import that it is one', () => {
  const of = (over: Partial<SessionSummary>, originalAt = '') =>
    sessionRows([session('a', over)]).map(row => kindWords(row, originalAt))[0];
  expect(of({})).toBe('');
  expect(of({ kind: 'import' })).toBe('import');
  expect(of({ kind: 'replay', replayOf: 'gone' })).toBe('replay');
  // The row is told by the server's view, which is a plain call; its caller's view knows.
  const [row] = sessionRows([
    session('bb', { audiohookId: 'X' }),
    session('a', { audiohookId: 'X', role: 'client', kind: 'replay', replayOf: 'old' }),
  ]);
  expect(row && [originalOf(row), kindWords(row, '14:03')]).toEqual(['old', 'replay of 14:03']);
});

test('who looks at a view without faults is told of what is wrong in the other, and whose it is', () => {
  const problem = { severity: 'problem', title: 'The server sends no audio at all' } as const;
  const views = [session('a'), session('b', { role: 'client', finding: problem })];
  expect(wrongElsewhere({ views }, { id: 'a' })).toEqual({ whose: 'The caller’s view', finding: problem });
  expect(wrongElsewhere({ views }, { id: 'b' })).toBeUndefined();
  const noted = [session('a'), session('b', { finding: { severity: 'note', title: '' } })];
  expect(wrongElsewhere({ views: noted }, { id: 'a' })).toBeUndefined();
});

test('what is worst about a call is the worst finding of its views; without findings its notes are counted', () => {
  const of = (...over: Partial<SessionSummary>[]) => troubleOf({ views: over.map((one, at) => session(`${at}`, one)) });
  const problem = { severity: 'problem', title: 'The caller hears nothing' } as const;
  const warning = { severity: 'warning', title: 'A slow answer' } as const;
  expect(of({}, { finding: { severity: 'note', title: 'Nothing wrong' } })).toBeUndefined();
  expect(of({ finding: warning, warnings: 2 }, { finding: problem })).toEqual({ ...problem, notes: 0 });
  expect(of({ finding: warning }, {})).toEqual({ ...warning, notes: 0 });
  expect(of({ problems: 2, warnings: 5 })).toEqual({ severity: 'problem', title: '', notes: 2 });
  // A warning's title does not stand for a problem.
  expect(of({ problems: 1, finding: warning })).toEqual({ severity: 'problem', title: '', notes: 1 });
});

test('the tooltip has all that a narrow row leaves out', () => {
  const [row] = sessionRows([session('a', { role: 'client', caller: 'tel:+15550100001', bot: 'echo' })]);
  expect(row && rowTooltip(row, true, '14:03:12', '').split('\n')).toEqual([
    'demo-bot',
    'ended: hung up by the caller',
    'began 14:03:12',
    'caller +15550100001',
    'seen by the caller only',
    'bot echo',
    '1 B on disk',
  ]);
});

test('a change of one session leaves the rows of the others the very same', () => {
  const [a, b] = [session('a'), session('bb', { state: 'live' })];
  const before = sessionRows([a, b]);
  const after = keptRows(before, sessionRows([a, { ...b, events: 2 }, session('ccc')]));
  expect(after.map(row => row.main.events)).toEqual([1, 2, 1]);
  expect(after[2]).toBe(before[1]);
  expect(after[1]).not.toBe(before[0]);
});

test('Shift and an arrow, pressed again and again, mark more rows and fewer again', () => {
  const rows = sessionRows([session('a'), session('bb'), session('ccc')]);
  const keys = rows.map(row => row.key);
  const two = markTo(markOnly('ccc'), 'bb', 'ccc', rows);
  const three = markTo(two, 'a', 'ccc', rows);
  expect([...three.keys]).toEqual(keys);
  expect(three.lead).toBe('a');
  expect([...markTo(three, 'bb', 'ccc', rows).keys]).toEqual(['ccc', 'bb']);
});
