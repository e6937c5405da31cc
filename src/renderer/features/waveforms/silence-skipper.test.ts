import { expect, test } from 'vitest';
import { SilenceSkipper } from './silence-skipper.ts';

const loud = (ms: number) => new Float32Array(ms * 8).fill(0.3);
const quiet = (ms: number) => new Float32Array(ms * 8).fill(0.001);
const chunk = (...parts: Float32Array[]) => Float32Array.from(parts.flatMap(part => [...part]));
const ms = (samples: number) => samples / 8;

test('of a pause 300 ms stay, also where it goes on in the next chunk', () => {
  const skipper = new SilenceSkipper();
  const first = chunk(loud(200), quiet(1800));
  const parts = skipper.parts([first], first.length).map(({ from, to }) => [ms(from), ms(to)]);
  expect(parts).toEqual([[0, 500]]);
  const second = chunk(quiet(1000), loud(1000));
  expect(skipper.parts([second], second.length).map(({ from, to }) => [ms(from), ms(to)])).toEqual([[1000, 2000]]);
});

test('who speaks on any heard lane is heard; nobody is silence', () => {
  const other = chunk(quiet(1000), loud(100), quiet(900));
  expect(new SilenceSkipper().parts([quiet(2000), other], 16_000).map(({ from, to }) => [ms(from), ms(to)])).toEqual([
    [0, 300],
    [1000, 1400],
  ]);
  expect(new SilenceSkipper().parts([], 16_000)).toEqual([{ from: 0, to: 2400 }]);
});
