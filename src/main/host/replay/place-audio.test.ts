import { expect, test } from 'vitest';
import { oneAfterTheOther } from './place-audio.ts';

/** A frame of 200 ms. */
const frame = (startMs: number) => ({ offset: 0, bytes: 1600, startMs });

test('a burst that came at once is heard frame after frame, and what comes later begins where it came', () => {
  const placed = oneAfterTheOther([frame(1000), frame(1001), frame(1002), frame(5000)]);
  expect(placed.map(({ startMs }) => startMs)).toEqual([1000, 1200, 1400, 5000]);
});

test('frames that came a little late are joined: a line’s jitter is no crackle', () => {
  const placed = oneAfterTheOther([frame(0), frame(205), frame(398), frame(690)]);
  expect(placed.map(({ startMs }) => startMs)).toEqual([0, 200, 400, 600]);
});
