import { expect, test } from 'vitest';
import { audioLength, clockTime, duration, grouped, shortWallTime, wallTime } from './format.ts';

test('a clock time always shows milliseconds, and rounds over the minute', () => {
  expect(clockTime(7998.4)).toBe('0:07.998');
  expect(clockTime(59_999.6)).toBe('1:00.000');
  expect(clockTime(3_723_004)).toBe('1:02:03.004');
  expect(clockTime(-120)).toBe('−0:00.120');
  expect(clockTime(-0.2)).toBe('0:00.000');
});

test('a running length is cut to the second', () => {
  expect(duration(24_999)).toBe('0:24');
  expect(duration(-5)).toBe('0:00');
});

test('sizes and audio lengths are readable', () => {
  expect(grouped(55400)).toBe('55\u2009400');
  expect(grouped(143)).toBe('143');
  expect(audioLength(200)).toBe('200 ms');
  expect(audioLength(2400)).toBe('2.4 s');
});

test('a wall time that is none is shown as it is', () => {
  expect(wallTime('not a time', new Date(0))).toBe('not a time');
  expect(shortWallTime('not a time', new Date(0))).toBe('not a time');
});

test('a short wall time is the hour today, and the day before that', () => {
  const at = new Date(2026, 0, 2, 14, 3, 12);
  expect(shortWallTime(at.toISOString(), at)).toBe('14:03');
  expect(shortWallTime(at.toISOString(), new Date(2026, 0, 3))).not.toMatch(/14:03/);
});
