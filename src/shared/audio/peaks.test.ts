import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMuLawSample, encodeMuLawSample } from './mulaw.ts';
import { BASE_BIN_SAMPLES, PeakPyramid } from './peaks.ts';

const CODES = Uint8Array.from({ length: 60_000 }, (_, n) =>
  encodeMuLawSample(Math.round(((n * 7919) % 32_000) * Math.sin(n / 900))),
);
const whole = new PeakPyramid();
whole.append(CODES);

function plain(from: number, to: number): { min: number; max: number } {
  let min = 0;
  let max = 0;
  for (let n = from; n < Math.min(to, CODES.length); n += 1) {
    const value = decodeMuLawSample(CODES[n] ?? 0xff) >> 8;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { min: Math.max(-127, min), max };
}

test('peaks of whole bins are those of the samples themselves', () => {
  const bin = fc.integer({ min: 0, max: CODES.length / BASE_BIN_SAMPLES });
  fc.assert(
    fc.property(bin, bin, (a, b) => {
      const [from, to] = [Math.min(a, b) * BASE_BIN_SAMPLES, Math.max(a, b) * BASE_BIN_SAMPLES];
      expect(whole.range(from, to)).toEqual(plain(from, to));
    }),
  );
});

test('growing in pieces gives the same peaks, and the unfinished end counts', () => {
  const pieces = new PeakPyramid();
  for (let at = 0; at < 10_033; at += 333) pieces.append(CODES.subarray(at, Math.min(at + 333, 10_033)));
  expect(pieces.samples).toBe(10_033);
  expect(pieces.range(0, 10_033)).toEqual(plain(0, 10_033));
  const end = new PeakPyramid();
  end.append(Uint8Array.of(0x80));
  expect(end.range(0, 1)).toEqual({ min: 0, max: 125 });
});

test('peaks that were kept and restored are the same, and grow on', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0, max: 900 }), (kept, more) => {
      const before = new PeakPyramid();
      before.append(CODES.subarray(0, kept));
      const restored = PeakPyramid.restored(before.bins);
      restored.append(CODES.subarray(kept, kept + more));
      expect(restored.samples).toBe(kept + more);
      const to = kept + more;
      for (const from of [0, Math.floor(kept / 160) * BASE_BIN_SAMPLES])
        expect(restored.range(from, to)).toEqual(plain(from, to));
    }),
  );
});
