import { expect, test } from 'vitest';
import { systemClock, systemIds } from '../system.ts';
import { HumanAnswers } from './human-answers.ts';

const QUESTION = { callId: 'call_1', tool: 'look_up', arguments: { order: 7 }, timeoutMs: 5000 };

test('a question is open until a person answers it', async () => {
  const answers = new HumanAnswers({ clock: systemClock, ids: systemIds });
  let changes = 0;
  answers.changed.on(() => {
    changes += 1;
  });
  const asked = answers.ask('session', QUESTION, new AbortController().signal);
  const [question] = answers.open;
  expect(question).toMatchObject({ sessionId: 'session', tool: 'look_up', arguments: { order: 7 } });
  expect(question?.leftMs).toBeGreaterThan(0);
  expect(answers.answer(question?.id ?? '', 'shipped')).toMatchObject({ ok: true });
  expect(await asked).toBe('shipped');
  expect([answers.open, changes]).toEqual([[], 2]);
});

test('what ends the question ends the waiting, and an answer that comes too late is told so', async () => {
  const answers = new HumanAnswers({ clock: systemClock, ids: systemIds });
  const ending = new AbortController();
  const asked = answers.ask('session', QUESTION, ending.signal);
  const id = answers.open[0]?.id ?? '';
  ending.abort();
  expect(await asked).toBeUndefined();
  expect(answers.answer(id, 'late')).toMatchObject({ ok: false, error: { code: 'no-such-question' } });
  expect(await answers.ask('session', QUESTION, AbortSignal.abort())).toBeUndefined();
});
