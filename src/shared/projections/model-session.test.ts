import { expect, test } from 'vitest';
import type { SessionEvent } from '../events/session-event.ts';
import { ModelSessionFold } from './model-session.ts';

const STARTED_S = 1_800_000_000;

function fold(...notes: [atMs: number, code: string, data?: Record<string, unknown>][]) {
  const folding = new ModelSessionFold(STARTED_S * 1000);
  for (const [n, [atMs, code, data]] of notes.entries()) {
    const event: SessionEvent = {
      n,
      atMs,
      leg: 'bot',
      type: 'note',
      code,
      level: 'info',
      text: '',
      ...(data && { data }),
    };
    folding.add(event);
  }
  return folding.value;
}

test('a call without a model has no session of one', () => {
  expect(fold([1000, 'line-test'])).toBeUndefined();
});

test('age against the end, what was used, what it costs, and what the limits leave', () => {
  const limits = [{ name: 'tokens', limit: 1000, remaining: 900, reset_seconds: 1 }];
  const sessionTokens = { textIn: 10, textCached: 5, textOut: 1, audioIn: 20, audioCached: 0, audioOut: 40 };
  expect(
    fold(
      [2000, 'session-began', { model: 'gpt-realtime-2.1', expires_at: STARTED_S + 1802 }],
      [9000, 'usage', { sessionTokens, sessionCostUsd: 0.02, pricesAsOf: '2026-09-23' }],
      [9001, 'rate-limits', { limits }],
      [9500, 'transcription-usage', { sessionCostUsd: 0.03 }],
      [12_000, 'anything'],
    ),
  ).toEqual({
    ...{ model: 'gpt-realtime-2.1', ageMs: 10_000, endsAtMs: 1_800_000, sessions: 1, tokens: 71 },
    ...{ costUsd: 0.03, pricesAsOf: '2026-09-23', limits: [{ name: 'tokens', limit: 1000, remaining: 900 }] },
  });
});

test('a new session after a lost one has its own age; what was used goes on', () => {
  const began = { model: 'm', expires_at: STARTED_S + 3600 };
  expect(
    fold(
      [0, 'session-began', began],
      [5000, 'usage', { sessionTokens: { textIn: 7 } }],
      [60_000, 'session-began', began],
    ),
  ).toMatchObject({ ageMs: 0, sessions: 2, tokens: 7, endsAtMs: 3_540_000, costUsd: undefined });
});

test.each([[-5], [100_000], [undefined]])('an end that cannot be (%s s away) is 60 minutes off', away => {
  const expires_at = away === undefined ? undefined : STARTED_S + away;
  expect(fold([0, 'session-began', { model: 'm', expires_at }])?.endsAtMs).toBe(3_600_000);
});
