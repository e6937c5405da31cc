import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitEndMs, follow, pan, placeLabel, ticks, windowOf, zoomAt } from './time-window.ts';

const whole = { fromMs: 0, toMs: 60_000 };

test('a live call has room to grow, an ended one is shown to its end', () => {
  expect(fitEndMs({ startMs: 0, endMs: 3000, live: true })).toBe(10_000);
  expect(fitEndMs({ startMs: 0, endMs: 10_000, live: true })).toBe(15_000);
  expect(fitEndMs({ startMs: 0, endMs: 150_000, live: true })).toBe(180_000);
  expect(fitEndMs({ startMs: 0, endMs: 3210, live: false })).toBe(3210);
  expect(fitEndMs({ startMs: 0, endMs: 0, live: false })).toBe(1000);
});

test('zooming keeps the time under the pointer where it is, and never leaves the call', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.05, max: 3, noNaN: true }),
      (at, factor) => {
        const now = { fromMs: 10_000, toMs: 30_000 };
        const atMs = now.fromMs + at * 20_000;
        const next = windowOf(zoomAt(now, whole, atMs, factor), { startMs: 0, endMs: 60_000, live: false });
        expect(next.fromMs).toBeGreaterThanOrEqual(0);
        expect(next.toMs).toBeLessThanOrEqual(60_000.001);
        if (next.fromMs > 0 && next.toMs < 60_000) {
          expect((atMs - next.fromMs) / (next.toMs - next.fromMs)).toBeCloseTo(at, 6);
        }
      },
    ),
  );
});

test('widening beyond the call fits it, and panning stops at its ends', () => {
  expect(zoomAt({ fromMs: 0, toMs: 50_000 }, whole, 0, 2)).toEqual({ kind: 'fit' });
  expect(pan({ fromMs: 0, toMs: 1000 }, whole, -500)).toMatchObject({ fromMs: 0, toMs: 1000 });
  expect(pan({ fromMs: 0, toMs: 1000 }, whole, 90_000)).toMatchObject({ fromMs: 59_000, toMs: 60_000 });
});

test('what follows the live edge stands until the call is as long as the window, then moves with it', () => {
  const at = (endMs: number) => windowOf(follow, { startMs: -100, endMs, live: true });
  expect(at(5000)).toEqual({ fromMs: -100, toMs: 29_900 });
  expect(at(60_000)).toEqual({ fromMs: 31_500, toMs: 61_500 });
});

test('ticks are at round times and have room', () => {
  expect(ticks({ fromMs: 0, toMs: 10_000 }, 500).map(tick => tick.label)).toEqual([
    '0:00',
    '0:02',
    '0:04',
    '0:06',
    '0:08',
    '0:10',
  ]);
  expect(ticks({ fromMs: 61_230, toMs: 61_270 }, 500).map(tick => tick.label)).toEqual([
    '1:01.23',
    '1:01.24',
    '1:01.25',
    '1:01.26',
    '1:01.27',
  ]);
  expect(ticks({ fromMs: 0, toMs: 3_600_000 }, 800).at(-1)?.label).toBe('1:00:00');
  expect(ticks({ fromMs: -120, toMs: 10 }, 200).map(tick => tick.label)).toEqual(['−0:00.1', '0:00.0']);
});

test('the time under the pointer tells two samples apart where samples are seen', () => {
  expect(placeLabel(8699.125, { fromMs: 0, toMs: 3_600_000 })).toBe('0:08.699');
  expect(placeLabel(8699.125, { fromMs: 8699, toMs: 8700 })).toBe('0:08.69913');
  expect(placeLabel(59_999.9996, { fromMs: 59_999, toMs: 60_000 })).toBe('1:00.00000');
  expect(placeLabel(-0.125, { fromMs: -1, toMs: 0 })).toBe('−0:00.00013');
});
