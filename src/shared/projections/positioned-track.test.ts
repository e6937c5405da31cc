import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PositionedTrack } from './positioned-track.ts';

test('of a client that is faster than the clock, each byte sounds when the first frame came that reaches to it', () => {
  const frames = fc.array(fc.record({ bytes: fc.nat(5), afterMs: fc.nat(100) }), { maxLength: 12 });
  fc.assert(
    fc.property(frames, sent => {
      const track = new PositionedTrack();
      track.keepOrigin();
      const came: { from: number; to: number; atMs: number }[] = [];
      let [offset, atMs] = [0, 0];
      for (const { bytes, afterMs } of sent) {
        atMs += afterMs;
        track.add({ atMs, offset, bytes });
        came.push({ from: offset, to: offset + bytes, atMs });
        offset += bytes;
      }
      for (let at = -1; at <= offset + 1; at += 1) {
        expect(track.timeOf(at)).toBe(came.find(({ from, to }) => from <= at && at <= to)?.atMs);
      }
    }),
  );
});
