import { expect, test } from 'vitest';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { NOTHING_COUNTED } from '../../../shared/projections/session-summary.ts';
import { parseSettings } from '../../../shared/settings/settings.ts';
import { overRetention } from './over-retention.ts';

const NOW_MS = Date.parse('2026-03-31T12:00:00Z');

function session(id: string, daysAgo: number, facts: Partial<SessionSummary> = {}): SessionSummary {
  return {
    ...NOTHING_COUNTED,
    id,
    startedAt: new Date(NOW_MS - daysAgo * 86_400_000).toISOString(),
    role: 'server',
    kind: 'call',
    state: 'ended',
    outcome: '',
    connectorId: 'demo-bot',
    audiohookId: '',
    caller: '',
    bot: '',
    tracks: {},
    bytes: 1_000_000,
    ...facts,
  };
}

const ids = (sessions: readonly SessionSummary[]) => sessions.map(({ id }) => id);
const ALL = [session('new', 1), session('older', 8), session('oldest', 40)];

test('nothing goes where nothing is set', () => {
  expect(overRetention(ALL, {}, NOW_MS)).toEqual([]);
});

test('by age: what ended longer ago goes, the oldest first', () => {
  expect(ids(overRetention(ALL, { keepDays: 7 }, NOW_MS))).toEqual(['oldest', 'older']);
  // Its end counts: a call of an hour that began a little over 8 days ago has ended within them.
  const long = session('long', 8.01, { durationMs: 3_600_000 });
  expect(overRetention([long], { keepDays: 8 }, NOW_MS)).toEqual([]);
});

test('by size: the newest that fit stay', () => {
  expect(ids(overRetention(ALL, { keepMB: 2 }, NOW_MS))).toEqual(['oldest']);
  expect(ids(overRetention(ALL, { keepMB: 1.5 }, NOW_MS))).toEqual(['oldest', 'older']);
});

test('a live call stays, and its size counts', () => {
  const live = session('live', 0, { state: 'live', bytes: 5_000_000 });
  expect(ids(overRetention([live, ...ALL], { keepMB: 6 }, NOW_MS))).toEqual(['oldest', 'older']);
});

test('both views of one call go together', () => {
  const views = [
    session('server', 2, { audiohookId: 'x' }),
    session('client', 2, { audiohookId: 'x', role: 'client' }),
  ];
  expect(overRetention([session('new', 1), ...views], { keepMB: 2 }, NOW_MS)).toHaveLength(2);
});

test.each([['{"capture":{"keepDays":0}}'], ['{"capture":{"keepMB":-1}}'], ['{"capture":{"keepDays":"7"}}']])(
  'a limit that cannot be is refused with its place: %s',
  text => {
    expect(parseSettings(text)).toMatchObject({ error: { message: expect.stringMatching(/at capture\.keep/) } });
  },
);
