import { expect, test } from 'vitest';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { type Listing, listedRows } from './listed-rows.ts';
import { markOnly, markTo, markToo, nothingMarked } from './marked-rows.ts';
import { sessionRows } from './session-rows.ts';

const session = (at: number, rest: Partial<SessionSummary>): SessionSummary => ({
  id: `s${at}`,
  startedAt: `2026-11-25T10:00:0${at}.000Z`,
  role: 'server',
  kind: 'call',
  state: 'ended',
  outcome: 'closed by Genesys Cloud, reason end',
  durationMs: 1000,
  connectorId: 'demo-bot',
  audiohookId: '',
  caller: 'tel:+15550100001',
  bot: 'simulator',
  events: 3,
  bytes: 100,
  problems: 0,
  warnings: 0,
  tracks: {},
  ...rest,
});
const rows = sessionRows([
  session(1, { connectorId: 'sales', durationMs: 9000, turns: 4 }),
  session(2, { kind: 'refused', state: 'ended', connectorId: '', outcome: 'refused with 401: no key' }),
  session(3, { state: 'live', bytes: 5000 }),
  session(4, { warnings: 1 }),
  session(5, { kind: 'probe' }),
]);
const all: Listing = { search: '', shown: 'all', sort: 'newest' };
const ids = (listing: Partial<Listing>) => listedRows(rows, { ...all, ...listing }).map(row => row.main.id);

test('a search finds words anywhere: connector ID, number, outcome, bot', () => {
  expect(ids({})).toEqual(['s5', 's4', 's3', 's2', 's1']);
  expect(ids({ search: 'SALES 0100' })).toEqual(['s1']);
  expect(ids({ search: '401' })).toEqual(['s2']);
  expect(ids({ search: 'simulator' })).toHaveLength(5);
});

test('live, troubled and refused sessions are one press away', () => {
  expect(ids({ shown: 'live' })).toEqual(['s3']);
  expect(ids({ shown: 'problems' })).toEqual(['s4', 's2']);
  expect(ids({ shown: 'refused' })).toEqual(['s2']);
  expect(ids({ shown: 'probes' })).toEqual(['s5']);
});

test('the order is chosen, and equals stay newest first', () => {
  expect(ids({ sort: 'oldest' })[0]).toBe('s1');
  expect(ids({ sort: 'longest' }).slice(0, 2)).toEqual(['s1', 's5']);
  expect(ids({ sort: 'worst' })[0]).toBe('s4');
  expect(ids({ sort: 'largest' })[0]).toBe('s3');
  expect(ids({ sort: 'turns' })[0]).toBe('s1');
  expect(ids({ sort: 'connector' }).at(-1)).toBe('s1');
});

test('several are marked with Ctrl one by one, with Shift from the open one on', () => {
  expect([...markToo(nothingMarked, 's3', 's5').keys]).toEqual(['s5', 's3']);
  expect([...markToo(markOnly('s3'), 's3', undefined).keys]).toEqual([]);
  expect([...markTo(nothingMarked, 's3', 's5', rows).keys]).toEqual(['s5', 's4', 's3']);
  expect([...markTo(markOnly('s4'), 's2', 's4', rows).keys]).toEqual(['s4', 's3', 's2']);
});
