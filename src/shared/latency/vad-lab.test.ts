import { expect, test } from 'vitest';
import type { Turn } from './turns.ts';
import { compareWithLab } from './vad-lab.ts';

const turn = (number: number, callerStoppedMs: number, noticedMs: number) =>
  ({ number, callerStoppedMs, speechStopped: { atMs: noticedMs, n: 0 } }) as Turn;

test('a shorter silence ends the turn earlier by what it saves', () => {
  const lab = [{ startMs: 100, endMs: 2000, stopMs: 2200 }];
  expect(compareWithLab([turn(1, 2000, 2510)], lab)).toEqual([{ kind: 'moved', turn: 1, stopMs: 2200, gainMs: 310 }]);
});

test('a silence that is shorter than a pause of the caller cuts into their words, and says how long they went on', () => {
  const lab = [
    { startMs: 100, endMs: 800, stopMs: 1000 },
    { startMs: 1300, endMs: 2000, stopMs: 2200 },
  ];
  expect(compareWithLab([turn(1, 2000, 2510)], lab)).toEqual([
    { kind: 'cut', turn: 1, stopMs: 1000, wentOnMs: 1000 },
    { kind: 'moved', turn: 1, stopMs: 2200, gainMs: 310 },
  ]);
});

test('a threshold that is too high misses the turn; the next one is judged on its own', () => {
  const lab = [{ startMs: 5000, endMs: 6000, stopMs: 6500 }];
  expect(compareWithLab([turn(1, 2000, 2510), turn(2, 6000, 6510)], lab)).toEqual([
    { kind: 'missed', turn: 1 },
    { kind: 'moved', turn: 2, stopMs: 6500, gainMs: 10 },
  ]);
});

test('turns whose end the model did not notice are left out', () => {
  expect(compareWithLab([{ number: 1, callerStoppedMs: 10 } as Turn], [])).toEqual([]);
});
