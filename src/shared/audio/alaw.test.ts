import { expect, test } from 'vitest';
import { ALAW_SILENCE, decodeALaw, encodeALaw } from './alaw.ts';

test('every code comes back from its own sample', () => {
  const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
  expect(encodeALaw(decodeALaw(codes))).toEqual(codes);
});

test("has the recommendation's values at the ends of its range", () => {
  // G.711 table 1a, decoder output scaled to 16 bits: 32256 and 8 are its largest and smallest.
  expect([...decodeALaw(Uint8Array.of(0xaa, 0x2a, 0xd5, 0x55))]).toEqual([32256, -32256, 8, -8]);
  expect(encodeALaw(Int16Array.of(0))[0]).toBe(ALAW_SILENCE);
});

test('is off by no more than half a step, whatever the level', () => {
  for (let sample = -32768; sample <= 32767; sample += 37) {
    const [back] = decodeALaw(encodeALaw(Int16Array.of(sample)));
    const limit = Math.max(16, Math.abs(sample) / 31);
    expect(Math.abs((back ?? 0) - sample)).toBeLessThanOrEqual(limit);
  }
});
