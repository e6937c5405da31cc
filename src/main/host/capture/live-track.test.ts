import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LiveTrack } from './live-track.ts';

const MIB = 1 << 20;

test('any range that is kept is read as it was appended, across pieces and beyond the end', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(sizes, fc.nat(600), fc.nat(600), (pieces, offset, bytes) => {
      const track = new LiveTrack();
      const all: number[] = [];
      for (const size of pieces) {
        const piece = Uint8Array.from({ length: size }, (_, at) => (all.length + at) & 0xff);
        track.append(piece);
        all.push(...piece);
      }
      expect([...track.read(offset, bytes)]).toEqual(all.slice(offset, offset + bytes));
    }),
  );
});

test('what is on disk is let go beyond the last MiB, and nothing else', () => {
  const track = new LiveTrack();
  const piece = (n: number) => new Uint8Array(MIB / 4).fill(n);
  for (let n = 0; n < 12; n += 1) track.append(piece(n));
  expect(track.from).toBe(0);
  track.written(MIB);
  expect(track.from).toBe(MIB);
  track.written(3 * MIB);
  expect(track.from).toBe(MIB);
  track.append(piece(12));
  track.append(piece(13));
  track.written(3 * MIB);
  expect(track.from).toBe(2.5 * MIB);
  expect(track.read(2.5 * MIB, 1)).toEqual(Uint8Array.of(10));
  expect(track.read(2.5 * MIB - 1, 2)).toHaveLength(0);
});

test('where the disk takes nothing, memory ends all the same', () => {
  const track = new LiveTrack();
  for (let n = 0; n < 100; n += 1) track.append(new Uint8Array(MIB));
  expect(track.from).toBeGreaterThanOrEqual(100 * MIB - 16 * MIB);
});
