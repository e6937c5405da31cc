import { expect, test } from 'vitest';
import { sentence } from '../../../e2e/audio/sounds.ts';
import { EchoWatch } from './echo-watch.ts';

const BOT = sentence('balance');
const CALLER = sentence('order');
const PIECE = 320;

/** Plays the bot for 2 s in pieces of 40 ms, and records what `microphone` makes of the sample at each time. */
function watch(microphone: (at: number) => number): boolean {
  const echo = new EchoWatch();
  const from = 4000;
  for (let at = 0; at < 16_000; at += PIECE) {
    echo.play(at / 8, BOT.subarray(from + at, from + at + PIECE));
    echo.capture(
      at / 8,
      Int16Array.from({ length: PIECE }, (_, n) => microphone(from + at + n)),
    );
  }
  return echo.hears(2000);
}

test('the bot in the microphone is heard, late and quiet as a room makes it', () => {
  expect(watch(at => (BOT[at - 1600] ?? 0) * 0.1)).toBe(true);
});

test('another voice, silence, and a caller who speaks over a cancelled echo are no echo', () => {
  expect(watch(at => CALLER[at] ?? 0)).toBe(false);
  expect(watch(() => 0)).toBe(false);
  expect(watch(at => (CALLER[at] ?? 0) + (BOT[at - 1600] ?? 0) * 0.02)).toBe(false);
});
