import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockOffset, type Passed } from './clock-offset.ts';

const FRAME = 1600;
/** Frames of 200 ms that pass at these times. */
const passed = (...timesMs: number[]): Passed => timesMs.map((atMs, at) => ({ endByte: (at + 1) * FRAME, atMs }));
const wires = (genesys: Passed, model: Passed, toByte = 1e9) => ({
  ...{ genesys, model, toByte },
  ...{ shiftBytes: 0, plusMinusBytes: 0, fromByte: 0 },
});

test('recordings of one clock keep its difference, when the audio agrees with it', () => {
  const caller = wires(passed(200, 400, 600), passed(105, 303, 510));
  const bot = wires(passed(1010, 1020), passed(905, 912));
  expect(clockOffset(caller, bot, 100)).toEqual({ offsetMs: 100, plusMinusMs: 1, by: 'both' });
});

test('where the clocks disagree the audio tells, to within what the server needs on both ways', () => {
  const caller = wires(passed(200, 400, 600), passed(5105, 5303, 5510));
  const bot = wires(passed(1010, 1020), passed(5905, 5912));
  // From -4903 (the fastest way to the model) to -4895 (the fastest way back).
  expect(clockOffset(caller, bot, 100)).toEqual({ offsetMs: -4899, plusMinusMs: 4, by: 'audio' });
});

test('only the part of the track whose place is known counts', () => {
  // From the third frame on something was lost: its place in the other track is not the one that is known.
  const caller = wires(passed(200, 400, 600), passed(205, 405, 590), 2 * FRAME);
  const bot = wires(passed(1010), passed(1005));
  expect(clockOffset(caller, bot, 0)).toMatchObject({ by: 'both' });
});

test('audio that would have to be heard before it was said is not of one call', () => {
  const caller = wires(passed(200, 400), passed(150, 350));
  const bot = wires(passed(1000, 1200), passed(2000, 2200));
  expect(clockOffset(caller, bot, 0)).toBeUndefined();
  expect(clockOffset(undefined, undefined, 0)).toBeUndefined();
});

test('whatever a server needs and however its clock is off, the true offset is within what is said', () => {
  const delays = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 3, maxLength: 20 });
  fc.assert(
    fc.property(delays, delays, fc.integer({ min: -100_000, max: 100_000 }), (toModel, toGenesys, offset) => {
      const sent = toModel.map((_, at) => 200 * (at + 1));
      const caller = wires(passed(...sent), passed(...ordered(sent.map((ms, at) => ms + (toModel[at] ?? 0) - offset))));
      const said = toGenesys.map((_, at) => 5000 + 30 * at);
      const bot = wires(
        passed(...ordered(said.map((ms, at) => ms + (toGenesys[at] ?? 0)))),
        passed(...said.map(ms => ms - offset)),
      );
      const found = clockOffset(caller, bot, 999_999);
      expect(Math.abs((found?.offsetMs ?? Number.NaN) - offset)).toBeLessThanOrEqual((found?.plusMinusMs ?? 0) + 0.001);
    }),
  );
});

/** A wire keeps the order of what is sent. */
const ordered = (timesMs: readonly number[]) => {
  let last = Number.NEGATIVE_INFINITY;
  return timesMs.map(ms => {
    last = Math.max(last, ms);
    return last;
  });
};
