import { expect, test } from 'vitest';
import type { SessionEvent } from '../events/session-event.ts';
import { RepeatedLines } from './repeated-lines.ts';

const message = (n: number, atMs: number, value: object): SessionEvent => ({
  ...{ n, atMs, leg: 'genesys', type: 'message', direction: 'out', text: JSON.stringify(value), bytes: 1 },
});
const note = (n: number, atMs: number, code: string, text: string): SessionEvent => ({
  ...{ n, atMs, leg: 'console', type: 'note', code, level: 'warning', text },
});

test('what is refused again and again is said twice, then counted once a second and at the end', () => {
  const lines = new RepeatedLines('server');
  const printed: string[] = [];
  let n = 0;
  for (let atMs = 0; atMs < 2500; atMs += 20) {
    printed.push(...lines.add(note(n++, atMs, 'AH-18', `Frame ${n} is too early.`)));
    const parameters = { code: 429, message: 'Too many frames', retryAfter: 'PT1S' };
    printed.push(...lines.add(message(n++, atMs, { type: 'error', seq: n, parameters })));
  }
  printed.push(...lines.rest());
  expect(printed.filter(line => line.includes('AH-18')).map(line => line.replace(/ {2}Frame \d+/, ''))).toEqual([
    '   0.000      console  AH-18 is too early.',
    '   0.020      console  AH-18 is too early.',
    '   0.040      console  AH-18 ×49 is too early., until 1.000',
    '   1.020      console  AH-18 ×50 is too early., until 2.000',
    '   2.020      console  AH-18 ×24 is too early., until 2.480',
  ]);
  expect(printed).toHaveLength(10);
});

test('other kinds, and what is said on purpose, have a line each, at once', () => {
  const lines = new RepeatedLines('server');
  const events = [
    note(0, 0, 'AH-18', 'Too early.'),
    note(1, 10, 'AH-18', 'Too early.'),
    note(2, 20, 'AH-18', 'Too early.'),
    note(3, 30, 'AH-33', 'Too often.'),
    message(4, 40, { type: 'dtmf', seq: 2, parameters: { digit: '5' } }),
    message(5, 50, { type: 'dtmf', seq: 3, parameters: { digit: '5' } }),
    note(6, 1100, 'AH-18', 'Too early.'),
    note(7, 2200, 'AH-18', 'Too early.'),
  ];
  expect(events.flatMap(event => lines.add(event)).map(line => line.trim().replaceAll(/ {2,}/g, ' '))).toEqual([
    '0.000 console AH-18 Too early.',
    '0.010 console AH-18 Too early.',
    '0.030 console AH-33 Too often.',
    expect.stringMatching(/^0\.040 -> genesys dtmf seq 2/),
    expect.stringMatching(/^0\.050 -> genesys dtmf seq 3/),
    '0.020 console AH-18 ×2 Too early., until 1.100',
    // What comes alone, later than a second after the last, is news again.
    '2.200 console AH-18 Too early.',
  ]);
  expect(lines.rest()).toEqual([]);
});
