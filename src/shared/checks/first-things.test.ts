import { expect, test } from 'vitest';
import { firstThings } from './first-things.ts';

const failed = (id: string) => ({ id, status: 'fail' as const });

test('of many failures those come first without which no call works, in the order in which a call meets them', () => {
  const results = [failed('close-end'), failed('dtmf-burst'), failed('pong-answered'), failed('message-seq-first')];
  expect(firstThings(results).map(({ id }) => id)).toEqual(['message-seq-first', 'pong-answered', 'close-end']);
});

test('what passed, and what is advice, is no place to begin', () => {
  expect(
    firstThings([{ id: 'pong-answered', status: 'pass' }, { id: 'close-end', status: 'warn' }, failed('dtmf-burst')]),
  ).toEqual([]);
});
