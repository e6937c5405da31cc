import { expect, test } from 'vitest';
import { columnsOf, lanePeaks, type Picture, preview } from './peaks-picture.ts';

const signed = (...values: number[]) => Uint8Array.from(values, value => value & 0xff);

test('signed bytes become heights above and below the middle line', () => {
  const columns = columnsOf(signed(-127, 0), signed(0, 127));
  expect([...columns.top]).toEqual([0, 1]);
  expect([...columns.bottom]).toEqual([-1, 0]);
  expect(lanePeaks(columns, undefined).peak).toBe(127);
});

test('the first picture of a new window comes from the finest that reaches, and misses no peak of it', () => {
  const picture = (fromMs: number, toMs: number, tops: number[]): Picture => ({
    window: { fromMs, toMs },
    lanes: { caller: lanePeaks({ top: Float32Array.from(tops), bottom: new Float32Array(tops.length) }, undefined) },
  });
  const coarse = picture(0, 1000, [0.25, 0.5, 0.75, 1]);
  const fine = picture(250, 500, [0.125, 0.25, 0.375, 0.5]);
  const top = (fromMs: number, toMs: number, columns: number) => [
    ...(preview([fine, coarse], { fromMs, toMs }, columns).caller?.top ?? []),
  ];
  expect(top(0, 1000, 2)).toEqual([0.5, 1]);
  expect(top(250, 500, 2)).toEqual([0.25, 0.5]);
  expect(top(125, 375, 4)).toEqual([0.25, 0.25, 0.125, 0.25]);
  expect(top(-500, 500, 2)).toEqual([0, 0.5]);
});
