import { expect, test } from 'vitest';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { findSession } from './resolve-session.ts';
import { CALL, openStore } from './testing/open-store.ts';

test('a session is meant by its id, by the beginning of one, or as the last', async () => {
  const { store } = await openStore();
  for (let count = 0; count < 3; count += 1) await store.start(CALL).close('done');
  const sessions = store.list();
  const [newest, , oldest] = sessions;
  const found = (wanted: string) => {
    const result = findSession(sessions, wanted);
    return result.ok ? result.value.id : result.error.code;
  };
  expect(found('last')).toBe(newest?.id);
  expect(found(oldest?.id ?? '')).toBe(oldest?.id);
  expect(found(oldest?.id.slice(0, -1) ?? '')).toBe(oldest?.id);
  expect([found('20'), found('x'), found('')]).toEqual(['ambiguous', 'no-such-session', 'no-such-session']);
  expect(findSession([], 'last')).toMatchObject({ error: { message: expect.stringContaining('make a call') } });
  // Of a relayed call the joined session is meant, though the model's wire began last.
  const wire = (id: string, relay: 'genesys' | 'model' | 'both', startedAt: string) =>
    ({ ...newest, id, relay, startedAt, durationMs: 8_000 }) as SessionSummary;
  const model = wire('m', 'model', '2026-11-26T10:00:01.000Z');
  const joined = wire('g-joined', 'both', '2026-11-26T10:00:00.000Z');
  expect(findSession([model, joined], 'last')).toEqual({ ok: true, value: joined });
  const later = wire('m2', 'model', '2026-11-26T10:01:00.000Z');
  expect(findSession([later, model, joined], 'last')).toEqual({ ok: true, value: later });
});
