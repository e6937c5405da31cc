import { expect, test } from 'vitest';
import { MULAW_SILENCE } from '../../../shared/audio/mulaw.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { HandClock } from '../testing/hand-clock.ts';
import { CallerEar } from './caller-ear.ts';
import type { CallProgress } from './genesys-call.ts';
import { QuietWatch } from './quiet-watch.ts';

/** One whose periods come round, too: for `advance` alone. */
class TickingClock extends HandClock {
  override every(periodMs = 0, action: () => void = () => undefined): () => void {
    let cancel: () => void = () => undefined;
    const next = () => {
      cancel = this.after(periodMs, next);
      action();
    };
    cancel = this.after(periodMs, next);
    return () => cancel();
  }
}

/** A caller's ear and its watch. */
function listening() {
  const clock = new TickingClock();
  const progress = new Emitter<CallProgress>();
  const ear = new CallerEar({
    clock,
    nowMs: () => clock.monotonicMs(),
    onPlayback: () => undefined,
    onHeard: audio => progress.emit({ type: 'heard', audio }),
  });
  const call = {
    progress,
    get soundsAhead() {
      return ear.soundsAhead;
    },
  };
  const quiet = new QuietWatch(call, clock);
  const sound = (value: number) => (ms: number) => {
    for (let at = 0; at < ms; at += 200) ear.receive(new Uint8Array(1600).fill(value));
  };
  return { clock, ear, quietMs: () => quiet.sinceMs(0), speech: sound(0x10), silence: sound(MULAW_SILENCE) };
}

test('an answer that waits behind seconds of silence is still to come: nobody hangs up before it', () => {
  const { clock, quietMs, speech, silence } = listening();
  speech(1_000);
  silence(4_000);
  speech(1_000);
  for (let at = 0; at < 60; at += 1) {
    expect(quietMs()).toBe(0);
    clock.advance(100);
  }
  clock.advance(3_000);
  expect(quietMs()).toBeGreaterThan(2_500);
});

test('silence that is sent all the time counts as nothing heard', () => {
  const { clock, quietMs, speech, silence } = listening();
  speech(1_000);
  silence(10_000);
  clock.advance(5_000);
  expect(quietMs()).toBeGreaterThan(3_500);
  silence(1_000);
  expect(quietMs()).toBeGreaterThan(3_500);
});

test('in one long frame, too, only what sounds counts', () => {
  const { clock, ear, quietMs } = listening();
  const frame = new Uint8Array(48_000).fill(MULAW_SILENCE);
  ear.receive(frame.fill(0x10, 16_000, 24_000));
  clock.advance(1_500);
  expect(quietMs()).toBe(0);
  clock.advance(4_500);
  expect(quietMs()).toBeGreaterThan(2_500);
});

test('what an interruption cut off is not to come any more', () => {
  const { clock, ear, quietMs, speech } = listening();
  speech(20_000);
  clock.advance(1_000);
  ear.flush();
  clock.advance(4_000);
  expect(quietMs()).toBeGreaterThanOrEqual(3_900);
});
