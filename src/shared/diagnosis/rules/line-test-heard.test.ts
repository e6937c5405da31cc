import { expect, test } from 'vitest';
import type { SessionEvent } from '../../events/session-event.ts';
import { LINE_TEST_NOTE } from '../../settings/built-in-connectors.ts';
import { Diagnosis } from '../diagnosis.ts';

const note = (n: number, step: string): SessionEvent => ({
  n,
  atMs: n,
  leg: 'console',
  type: 'note',
  code: LINE_TEST_NOTE,
  level: 'info',
  text: `Line test: ${step}.`,
  data: { test: 'tone', step },
});

test('a test sound that Genesys Cloud plays clears the way to the caller; one that only went out proves nothing', () => {
  const diagnosis = new Diagnosis();
  const ids = () => diagnosis.result().findings.map(({ id }) => id);
  diagnosis.add(note(0, 'sent'));
  expect(ids()).not.toContain('line-test-heard');
  diagnosis.add(note(1, 'started'));
  expect(ids()).toContain('line-test-heard');
});

test('in a call of the console itself nothing is claimed of Genesys Cloud', () => {
  const diagnosis = new Diagnosis();
  for (const [n, step] of ['own-call', 'sent', 'started'].entries()) diagnosis.add(note(n, step));
  const found = diagnosis.result().findings.find(({ id }) => id === 'line-test-heard');
  expect(found?.title).toMatch(/^This console’s side works/);
});
