import { expect, test } from 'vitest';
import { createStore } from '../../ui/store.ts';
import { earlierWords, onClockOf, shiftMs } from './one-clock.ts';

const at = (ms: number) => ({ startedAt: new Date(Date.UTC(2026, 10, 26) + ms).toISOString() });

test('a time of the side that began earlier is smaller on the clock of the other', () => {
  const by = shiftMs(at(1000), at(997));
  expect(by).toBe(-3);
  expect(earlierWords(by)).toBe(', began 3 ms earlier');
  expect(earlierWords(shiftMs(at(0), at(5)))).toBe(', began 5 ms later');
  expect(earlierWords(0)).toBe('');
  expect(shiftMs(at(0), { startedAt: 'damaged' })).toBe(0);
});

test('both playheads stand at the same moment, and neither moves before somebody moved it', () => {
  const cursorMs = createStore(0);
  const own = onClockOf({ cursorMs, playing: createStore(false) }, -3);
  expect(own.cursorMs.get()).toBe(0);
  cursorMs.set(500);
  expect(own.cursorMs.get()).toBe(503);
});
