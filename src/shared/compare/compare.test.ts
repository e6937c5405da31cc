import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NewSessionEvent, SessionEvent } from '../events/session-event.ts';
import type { SessionSummary } from '../events/session-summary.ts';
import { align } from './align.ts';
import { compareSessions, type Side } from './compare-sessions.ts';
import { paceWords } from './paces.ts';

const equal = (a: string, b: string) => a === b;

test('what is aligned holds both sequences whole and in order, and pairs only what is alike', () => {
  const word = fc.constantFrom('a', 'b', 'c');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), fc.array(word, { maxLength: 12 }), (a, b) => {
      const pairs = align(a, b, equal, () => false);
      expect(pairs.flatMap(pair => (pair.a === undefined ? [] : [pair.a]))).toEqual(a);
      expect(pairs.flatMap(pair => (pair.b === undefined ? [] : [pair.b]))).toEqual(b);
      const common = pairs.filter(pair => pair.a !== undefined && pair.b !== undefined);
      for (const pair of common) expect(pair.a).toBe(pair.b);
      expect(common).toHaveLength(longestCommon(a, b));
    }),
  );
});

test('of several that are the same, those are paired that are nearer in time', () => {
  const paired = (a: number[], b: number[]) =>
    align(
      a,
      b,
      () => true,
      () => true,
      (one, other) => Math.abs(one - other),
    ).map(pair => [pair.a, pair.b]);
  expect(paired([643, 10749, 21328, 32035], [10997, 21366, 31975])).toEqual([
    [643, undefined],
    [10749, 10997],
    [21328, 21366],
    [32035, 31975],
  ]);
  expect(paired([10, 30], [11, 20, 31])).toEqual([
    [10, 11],
    [undefined, 20],
    [30, 31],
  ]);
  expect(paired([1, 2, 100], [101])).toEqual([
    [1, undefined],
    [2, undefined],
    [100, 101],
  ]);
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  let row = new Array<number>(b.length + 1).fill(0);
  for (const one of a) {
    const next = [0];
    for (const [at, other] of b.entries()) {
      next.push(one === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

const message = (leg: 'genesys' | 'bot', direction: 'in' | 'out', value: object): NewSessionEvent => ({
  leg,
  type: 'message',
  direction,
  text: JSON.stringify(value),
  bytes: 1,
});

function side(
  events: readonly NewSessionEvent[],
  role: SessionSummary['role'] = 'server',
  more: Partial<Side> = {},
): Side {
  return {
    summary: { id: 's', role } as SessionSummary,
    events: events.map((event, n) => ({ n, atMs: n * 100, ...event }) as SessionEvent),
    turnsMs: [],
    findings: [],
    ...more,
  };
}

const call = (run: number, digit = '5'): NewSessionEvent[] => [
  { leg: 'genesys', type: 'connection', phase: 'upgrade', direction: 'in', status: 101, remote: `${run}` },
  message('genesys', 'in', {
    type: 'open',
    id: `session ${run}`,
    seq: 1,
    parameters: { language: 'en', organizationId: `${run}` },
  }),
  message('bot', 'in', {
    type: 'session.created',
    event_id: `event ${run}`,
    session: { voice: 'marin', expires_at: run },
  }),
  ...Array.from({ length: run }, () => message('genesys', 'in', { type: 'ping', seq: 2 })),
  ...Array.from({ length: run }, () => message('bot', 'in', { type: 'response.output_audio.delta', delta: `${run}` })),
  message('genesys', 'in', { type: 'dtmf', seq: 2 + run, position: `PT${run}S`, parameters: { digit } }),
  message('genesys', 'in', { type: 'close', seq: 3 + run, parameters: { reason: 'end' } }),
];

test('ids, sequence numbers, times, keep-alive and pieces make no difference, unless they are asked for', () => {
  const compared = compareSessions(side(call(1)), side(call(2)));
  expect(compared).toMatchObject({ alike: true, first: undefined, differences: 0 });
  expect(compared.rows.map(row => row.a?.type)).toEqual(['upgrade', 'open', 'session.created', 'dtmf', 'close']);
  expect(compareSessions(side(call(1)), side(call(2)), { ids: true }).first?.text).toContain('session 1');
  expect(compareSessions(side(call(1)), side(call(2)), { sequence: true }).first?.text).toMatch(
    /dtmf.*seq: 3 in A, 4 in B/,
  );
  expect(compareSessions(side(call(1)), side(call(2)), { times: true }).alike).toBe(false);
});

test('the first difference is named by who said it, when, and where it is', () => {
  const { alike, first } = compareSessions(side(call(1)), side(call(1, '7')));
  expect(alike).toBe(false);
  expect(first?.text).toBe('Genesys client, dtmf at 0.500 s: parameters.digit: "5" in A, "7" in B.');
  const shorter = call(1).slice(0, -1);
  expect(compareSessions(side(call(1)), side(shorter)).first?.text).toBe(
    'Genesys client, close at 0.600 s: only in A.',
  );
  expect(compareSessions(side(shorter), side(call(1))).first?.text).toBe(
    'Genesys client, close at 0.600 s of B: only in B.',
  );
});

test('an interruption that only one has is told apart from its like by time, and called by its name', () => {
  const bargeIns = (...times: number[]) => {
    const value = { type: 'event', parameters: { entities: [{ type: 'barge_in', data: {} }] } };
    const made = side(times.map(() => message('genesys', 'out', value)));
    return { ...made, events: made.events.map((event, n) => ({ ...event, atMs: times[n] ?? 0 })) };
  };
  const { first, differences } = compareSessions(bargeIns(643, 10749, 21328, 32035), bargeIns(10997, 21366, 31975));
  expect([differences, first?.text]).toEqual([
    1,
    'AudioHook server, event (barge_in: the caller interrupts) at 0.643 s: only in A.',
  ]);
});

test("a caller's view and a server's view compare by who spoke; what only one has seen is said", () => {
  const client: NewSessionEvent[] = call(1)
    .filter(event => event.leg === 'genesys' && event.type === 'message')
    .map(event => ({ ...event, direction: 'out' }) as NewSessionEvent);
  expect(compareSessions(side(call(1)), side(client, 'client'))).toMatchObject({
    alike: true,
    notCompared: ['connection', 'model'],
  });
});

test('turns stand beside each other, and findings that came and went are told', () => {
  const [echo, slow] = [
    { id: 'RT-18', title: 'no answer' },
    { id: 'AH-04', title: 'a gap' },
  ];
  const a = side(call(1), 'server', { turnsMs: [900, 1200], findings: [echo] });
  const b = side(call(1), 'server', { turnsMs: [700], findings: [slow] });
  expect(compareSessions(a, b)).toMatchObject({
    turns: [
      { number: 1, aMs: 900, bMs: 700 },
      { number: 2, aMs: 1200, bMs: undefined },
    ],
    findings: { gained: [slow], lost: [echo] },
  });
});

test('the times of a replay at another speed are not laid beside others', () => {
  const slow = side(call(1), 'client', { turnsMs: [700] });
  const fast = side(call(2), 'client', { turnsMs: [80], speed: 10 });
  expect(compareSessions(slow, slow).turns).toEqual([{ number: 1, aMs: 700, bMs: 700 }]);
  const { turns, paces } = compareSessions(slow, fast);
  expect([turns, paces]).toEqual([[], { b: 10 }]);
  expect(paceWords(paces)).toBe(
    'No latency of turns: B ran 10 times as fast as it was captured, so its times mean nothing.',
  );
  expect(paceWords({ a: 2, b: 4 })).toContain('A ran 2 times as fast as it was captured, B ran 4 times');
});
