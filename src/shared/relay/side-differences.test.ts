import { expect, test } from 'vitest';
import { align } from './align.ts';
import { sideDifferences } from './side-differences.ts';

/** Levels that are like no other, the same for a seed each time. */
function speech(length: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return 5 + (50 * state) / 2_147_483_647;
  });
}
const joined = (...parts: Float32Array[]) => Float32Array.from(parts.flatMap(part => [...part]));

test('the same audio, later in the other track, is found, and has no difference', () => {
  const came = speech(1000);
  const went = joined(new Float32Array(70), came);
  expect(align(came, went, 5000)).toMatchObject({ lagMs: -700, score: expect.closeTo(1, 5) });
  expect(sideDifferences(came, went, 70)).toEqual([]);
});

test('what was left out is told with its place, and that all after it came earlier', () => {
  const came = speech(1200);
  const went = joined(came.subarray(0, 400), came.subarray(460));
  expect(sideDifferences(came, went, 0)).toEqual(
    expect.arrayContaining([expect.objectContaining({ kind: 'moved', amount: -600 })]),
  );
});

test('what was put in moves the rest back', () => {
  const came = speech(1200);
  const went = joined(came.subarray(0, 400), speech(50, 99), came.subarray(400));
  expect(sideDifferences(came, went, 0)).toEqual(
    expect.arrayContaining([expect.objectContaining({ kind: 'moved', amount: 500 })]),
  );
});

test('what never came out is missing as one stretch; silence that was lost is none', () => {
  const came = joined(speech(400), new Float32Array(300), speech(400, 7));
  const [missing, ...more] = sideDifferences(came, came.subarray(0, 400), 0);
  expect(missing).toMatchObject({ kind: 'missing', toMs: 11_000 });
  expect(missing?.fromMs).toBeGreaterThanOrEqual(6_000);
  expect(more).toEqual([]);
});

test('a change of loudness is told in dB, once', () => {
  const came = speech(600);
  expect(
    sideDifferences(
      came,
      came.map(level => Math.max(0, level - 5)),
      0,
    ),
  ).toMatchObject([{ kind: 'quieter', amount: 5 }]);
});

test('other audio is not found', () => {
  expect(align(speech(500), speech(500, 31), 2000)?.score ?? 0).toBeLessThan(0.6);
  expect(align(new Float32Array(500), speech(500), 2000)).toBeUndefined();
});
