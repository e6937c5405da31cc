import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Playout, type QueuedAudio } from './playout.ts';

function piece(offset: number, bytes: number): QueuedAudio {
  const audio = Uint8Array.from({ length: bytes }, (_, at) => (offset + at) % 251);
  return { audio, range: { track: 'bot', offset, bytes } };
}

/** Plays everything out, as a shell would, and tells when each frame went. */
function playOut(playout: Playout, fromMs: number): { atMs: number; frame: QueuedAudio }[] {
  const frames: { atMs: number; frame: QueuedAudio }[] = [];
  for (let atMs = fromMs; ; ) {
    const next = playout.next(atMs);
    if (next.type === 'idle') return frames;
    if (next.type === 'wait') atMs += next.waitMs;
    else frames.push({ atMs, frame: next.frame });
  }
}

test('[AH-18] a minute that arrives at once is sent whole, in order, within 5 frames a second and 25 at once', () => {
  const playout = new Playout();
  for (let offset = 0; offset < 480_000; offset += 1000) playout.enqueue(piece(offset, 1000), 0);
  const frames = playOut(playout, 0);
  const all = frames.flatMap(({ frame }) => [...frame.audio]);
  expect(all).toEqual([...piece(0, 480_000).audio]);
  for (const [first, { atMs }] of frames.entries()) {
    const inWindow = frames.slice(first).filter(frame => frame.atMs < atMs + 10_000).length;
    expect(inWindow).toBeLessThanOrEqual(25 + 50);
  }
  expect(frames.filter(({ atMs }) => atMs === 0).length).toBeLessThanOrEqual(25);
});

test('[AH-09] [AH-18] frames are 200 ms long, and 400 ms while more than a second waits', () => {
  const playout = new Playout();
  playout.enqueue(piece(0, 16_000), 0);
  expect(playOut(playout, 0).map(({ frame }) => frame.audio.length)).toEqual([
    3200, 3200, 3200, 1600, 1600, 1600, 1600,
  ]);
});

test('the end of an answer is sent although it fills no frame', () => {
  const playout = new Playout();
  playout.enqueue(piece(0, 300), 0);
  expect(playout.next(0)).toMatchObject({ type: 'wait' });
  expect(playOut(playout, 0).map(({ frame }) => frame.range)).toEqual([{ track: 'bot', offset: 0, bytes: 300 }]);
});

test('after an interruption nothing of the old answer is left', () => {
  const playout = new Playout();
  playout.enqueue(piece(0, 8000), 0);
  expect(playout.clear()).toBe(8000);
  playout.enqueue(piece(8000, 1600), 10);
  expect(playOut(playout, 10).map(({ frame }) => frame.range.offset)).toEqual([8000]);
});

test('a pause holds everything and loses nothing', () => {
  const playout = new Playout();
  playout.hold(true);
  playout.enqueue(piece(0, 1600), 0);
  expect(playout.next(5000)).toEqual({ type: 'idle' });
  playout.hold(false);
  expect(playout.next(5000)).toMatchObject({ type: 'send' });
});

test('whatever the pieces: every byte goes once, in order, and a frame is one range of the track', () => {
  const pieces = fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 5000 }), gap: fc.boolean() }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(pieces, list => {
      const playout = new Playout();
      let offset = 0;
      const expected: number[] = [];
      for (const { bytes, gap } of list) {
        if (gap) offset += 77;
        for (let at = 0; at < bytes; at += 1) expected.push(offset + at);
        playout.enqueue(piece(offset, bytes), 0);
        offset += bytes;
      }
      const sent = playOut(playout, 0).flatMap(({ frame }) => {
        expect([...frame.audio]).toEqual([...piece(frame.range.offset, frame.range.bytes).audio]);
        return Array.from({ length: frame.range.bytes }, (_, at) => frame.range.offset + at);
      });
      expect(sent).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});
