import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlaybackLayout } from './playback-layout.ts';

/** Frames of 200 ms, side by side in the track. */
const frame = (index: number) => ({ offset: index * 1600, bytes: 1600 });
const starts = (layout: PlaybackLayout) => layout.frames.map(placed => placed.startMs);

test('audio that arrives faster than real time is laid end to end from playback_started', () => {
  const layout = new PlaybackLayout();
  for (const index of [0, 1, 2]) layout.sent(frame(index), 1000);
  layout.started(1100);
  expect(starts(layout)).toEqual([1100, 1300, 1500]);
});

test('without playback_started a burst starts when it arrived, or when the one before it ended', () => {
  const layout = new PlaybackLayout();
  layout.sent(frame(0), 1000);
  layout.sent(frame(1), 1050);
  layout.sent(frame(2), 5000);
  expect(starts(layout)).toEqual([1000, 1200, 5000]);
});

test('before a burst has started nothing of it is heard', () => {
  const layout = new PlaybackLayout();
  layout.sent(frame(0), 1000);
  expect(layout.heard(frame(0), 9000)).toEqual({ heardBytes: 0, sentBytes: 1600 });
  expect(layout.isPlaying).toBe(true);
});

test('a burst is heard in real time, to the byte', () => {
  const layout = new PlaybackLayout();
  for (const index of [0, 1]) layout.sent(frame(index), 1000);
  layout.started(1000);
  expect(layout.heard({ offset: 0, bytes: 3200 }, 1250)).toEqual({ heardBytes: 2000, sentBytes: 3200 });
  expect(layout.heard(frame(1), 1250)).toEqual({ heardBytes: 400, sentBytes: 1600 });
});

test('playback_completed closes the burst: all of it was heard, and the next waits for its own start', () => {
  const layout = new PlaybackLayout();
  layout.sent(frame(0), 1000);
  layout.started(1010);
  layout.completed(1195);
  expect(layout.isPlaying).toBe(false);
  expect(layout.heard(frame(0), 1195).heardBytes).toBe(1600);
  layout.sent(frame(1), 3000);
  layout.started(3020);
  expect(starts(layout)).toEqual([1010, 3020]);
});

test('a frame that crossed playback_completed on the wire belongs to the next burst', () => {
  const layout = new PlaybackLayout();
  layout.sent(frame(0), 1000);
  layout.started(1000);
  layout.sent(frame(1), 1195);
  layout.completed(1205);
  expect(layout.heard(frame(1), 9000).heardBytes).toBe(0);
  layout.started(1230);
  expect(starts(layout)).toEqual([1000, 1230]);
});

test('barge_in cuts what was not yet heard, and a late playback_completed does not touch what comes after', () => {
  const layout = new PlaybackLayout();
  for (const index of [0, 1, 2]) layout.sent(frame(index), 1000);
  layout.started(1000);
  layout.bargeIn(1300);
  expect(layout.frames.map(placed => placed.heardBytes)).toEqual([1600, 800, 0]);
  layout.sent(frame(3), 1310);
  layout.completed(1320);
  layout.started(1400);
  expect(layout.frames.at(-1)).toMatchObject({ startMs: 1400, heardBytes: 1600 });
  expect(layout.heard({ offset: 0, bytes: 4800 }, 99_999).heardBytes).toBe(2400);
});

test('what comes after a barge_in starts when it arrives, not after what was cut', () => {
  const layout = new PlaybackLayout();
  for (const index of [0, 1, 2]) layout.sent(frame(index), 1000);
  layout.started(1000);
  layout.bargeIn(1100);
  expect(layout.endMs).toBe(1100);
  layout.sent(frame(3), 1300);
  expect(layout.frames.at(-1)).toMatchObject({ startMs: 1300 });
});

test('what is heard never exceeds what was sent, and never shrinks as time passes', () => {
  const step = fc.oneof(
    fc.record({
      do: fc.constant('sent' as const),
      ms: fc.integer({ min: 0, max: 300 }),
      bytes: fc.integer({ min: 1, max: 3200 }),
    }),
    fc.record({
      do: fc.constantFrom('started' as const, 'completed' as const, 'bargeIn' as const),
      ms: fc.integer({ min: 0, max: 900 }),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), steps => {
      const layout = new PlaybackLayout();
      let now = 0;
      let sent = 0;
      for (const one of steps) {
        now += one.ms;
        if (one.do === 'sent') {
          layout.sent({ offset: sent, bytes: one.bytes }, now);
          sent += one.bytes;
        } else layout[one.do](now);
        const whole = layout.heard({ offset: 0, bytes: sent }, now);
        expect(whole.sentBytes).toBe(sent);
        expect(whole.heardBytes).toBeLessThanOrEqual(sent);
        expect(layout.heard({ offset: 0, bytes: sent }, now + 50).heardBytes).toBeGreaterThanOrEqual(whole.heardBytes);
        expect(layout.heardMs(now)).toBe(whole.heardBytes / 8);
      }
      const ends = layout.frames.map(placed => placed.startMs + placed.heardBytes / 8);
      for (const [index, placed] of layout.frames.entries()) {
        if (index > 0 && placed.heardBytes > 0)
          expect(placed.startMs).toBeGreaterThanOrEqual((ends[index - 1] ?? 0) - 100);
      }
    }),
  );
});

test('old frames are let go in a long call, and what is still to be heard stays as it is', () => {
  const [all, few] = [new PlaybackLayout(), new PlaybackLayout()];
  for (const layout of [all, few]) {
    for (let index = 0; index < 45; index += 1) {
      layout.sent(frame(index), 1000);
      if (index === 5) layout.started(1000);
      if (layout === few) layout.forgetBeyond(10);
    }
  }
  expect(few.frames.length).toBeLessThan(20);
  expect(few.frames).toEqual(all.frames.slice(-few.frames.length));
  for (const layout of [all, few]) layout.completed(1000 + 42 * 200);
  expect(few.frames).toEqual(all.frames.slice(-few.frames.length));
  expect([few.endMs, few.isPlaying, few.heard(frame(43), 9_700)]).toEqual([
    all.endMs,
    all.isPlaying,
    all.heard(frame(43), 9_700),
  ]);
});
