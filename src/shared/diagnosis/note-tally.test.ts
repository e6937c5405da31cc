import { expect, test } from 'vitest';
import type { SessionEvent } from '../events/session-event.ts';
import { Diagnosis } from './diagnosis.ts';

const BINARY = 'rate limit exceeded: binary, more than 5/s average and 25 burst';

/** What the finding says of how many there were. */
function more(notes: number, options: { relayed: boolean; untold?: number; text?: number }) {
  const note = (code: string, text: string, data: object) =>
    ({ leg: 'console', type: 'note', code, level: 'problem', text, data }) as const;
  const { relayed, untold, text = 0 } = options;
  const data = relayed ? { about: 'server', code: 429 } : { code: 429 };
  const bodies = [
    ...(relayed ? [note('relayed', 'Relayed', { changed: [] })] : []),
    ...Array.from({ length: notes }, () => note('AH-18', BINARY, data)),
    ...Array.from({ length: text }, () => note('AH-18', BINARY.replace('binary', 'text'), data)),
    ...(untold === undefined ? [] : [note('rules-untold', 'Not noted', { 'server AH-18 problem': untold })]),
  ];
  const diagnosis = new Diagnosis();
  for (const [n, body] of bodies.entries()) diagnosis.add({ n, atMs: n, ...body } as SessionEvent);
  return diagnosis
    .findings()
    .find(({ id }) => id === 'frames-too-small')
    ?.evidence.at(-1)?.text;
}

test('all that were noted are counted', () => {
  expect(more(219, { relayed: false })).toBe('and 216 more');
  expect(more(19, { relayed: true })).toBe('and 16 more');
});

test('what a relay did not note one by one is counted, once it says how many; until then they are the least', () => {
  expect(more(20, { relayed: true })).toBe('and at least 17 more');
  expect(more(20, { relayed: true, untold: 199 })).toBe('and 216 more');
});

test('where notes of one rule are of two kinds, nobody knows whose the others were', () => {
  expect(more(12, { relayed: true, text: 8, untold: 30 })).toBe('and at least 9 more');
});
