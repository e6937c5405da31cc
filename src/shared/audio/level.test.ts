import { expect, test } from 'vitest';
import { LevelMeasure, SILENCE_DBFS } from './level.ts';
import { encodeMuLaw } from './mulaw.ts';

const sine = (amplitude: number) =>
  encodeMuLaw(Int16Array.from({ length: 8000 }, (_, at) => amplitude * Math.sin((2 * Math.PI * 400 * at) / 8000)));

test('a sine has its RMS 3 dB under its peak, and half of its time 3 dB less', () => {
  const level = new LevelMeasure();
  level.add(sine(16_384));
  expect(level.peakDbfs).toBeCloseTo(-6, 0);
  expect(level.rmsDbfs).toBeCloseTo(-9, 0);
  level.addSilence(8000);
  expect(level.rmsDbfs).toBeCloseTo(-12, 0);
});

test('silence and nothing have a level that can be said', () => {
  const level = new LevelMeasure();
  expect([level.rmsDbfs, level.peakDbfs]).toEqual([SILENCE_DBFS, SILENCE_DBFS]);
  level.add(new Uint8Array(80).fill(0xff));
  expect([level.rmsDbfs, level.peakDbfs]).toEqual([SILENCE_DBFS, SILENCE_DBFS]);
});
