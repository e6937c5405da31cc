import { expect, test } from 'vitest';
import type { SessionEvent } from '../../events/session-event.ts';
import { ANSWER_LEDGER } from '../../realtime/answer-report.ts';
import { findingOf } from '../testing/findings-of.ts';

/** An answer of 1.4 s that was interrupted when `heardMs` of it had been heard. */
const interrupted = (heardMs: number): SessionEvent => ({
  n: 0,
  atMs: 5_000,
  leg: 'bot',
  type: 'note',
  code: ANSWER_LEDGER,
  level: 'info',
  text: 'Answer interrupted.',
  data: { ended: 'interrupted', heardMs, cutMs: 1_400 - heardMs },
});
const title = (heardMs: number) => findingOf('answer-interrupted', [interrupted(heardMs)])?.title;

test('an answer that was interrupted says how much of it was heard, and nothing where it was nothing', () => {
  expect(title(400)).toBe('The caller interrupted an answer: 400 ms of 1.4 s were heard');
  expect(title(0)).toBe('The caller interrupted an answer: nothing of 1.4 s was heard');
  expect(title(1_400)).toBeUndefined();
});
