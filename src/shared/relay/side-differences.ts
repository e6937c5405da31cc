/** What became of audio on its way through somebody's server: what went in and did not come out, or came out otherwise. */
import { correlation } from './align.ts';
import { LEVEL_MS } from './levels.ts';

/** A stretch of the side that the audio came from, on its track, ms. */
export type SideDifference = {
  readonly kind: 'missing' | 'moved' | 'louder' | 'quieter';
  readonly fromMs: number;
  readonly toMs: number;
  /** `moved`: how much later (positive) it lies from here on, ms. `louder`, `quieter`: dB. */
  readonly amount: number;
};

const WINDOW = 100;
const STEP = 50;
/** A window with less sound than this is silence: its loss is no loss. */
const LEAST_SOUND = 30;
/** The same sound in two formats is more alike than this; two sentences of one voice are less, at almost every lag. */
const ALIKE = 0.85;
/** Searched to both sides of the lag so far. */
const AROUND = 100;
/** Less than this is the conversion's own doing, dB. */
const LEAST_DB = 3;

/**
 * @param came levels of what went in @param went levels of what came out @param shift where the one lies in the other, in
 * levels of 10 ms
 */
export function sideDifferences(came: Float32Array, went: Float32Array, shift: number): readonly SideDifference[] {
  const found: SideDifference[] = [];
  // Where the audio begins is not known to be where it was first found: the first window that fits says it.
  let lag = shift;
  let begun = false;
  const loudness: number[] = [];
  for (let at = 0; at + WINDOW <= came.length; at += STEP) {
    const window = came.subarray(at, at + WINDOW);
    if (window.filter(level => level > 0).length < LEAST_SOUND) continue;
    const best = bestLag(window, went, at, lag);
    if (!best || best.score < ALIKE) {
      push(found, { kind: 'missing', fromMs: at * LEVEL_MS, toMs: (at + WINDOW) * LEVEL_MS, amount: 0 });
      continue;
    }
    if (best.lag !== lag) {
      const amount = (best.lag - lag) * LEVEL_MS;
      if (begun && Math.abs(amount) > 20)
        found.push({ kind: 'moved', fromMs: at * LEVEL_MS, toMs: at * LEVEL_MS, amount });
      lag = best.lag;
    }
    begun = true;
    loudness.push(meanDifference(window, went, at + lag));
  }
  const change = median(loudness);
  if (Math.abs(change) >= LEAST_DB) {
    const toMs = came.length * LEVEL_MS;
    found.push({ kind: change > 0 ? 'louder' : 'quieter', fromMs: 0, toMs, amount: Math.abs(change) });
  }
  return found;
}

/** The lag so far where it still fits; else the best about it. */
function bestLag(window: Float32Array, went: Float32Array, at: number, lag: number) {
  const here = correlation(window, went, at + lag) ?? 0;
  if (here >= ALIKE) return { lag, score: here };
  let best = { lag, score: here };
  for (let other = lag - AROUND; other <= lag + AROUND; other += 1) {
    const score = correlation(window, went, at + other) ?? 0;
    if (score > best.score) best = { lag: other, score };
  }
  return best;
}

/** Neighbouring windows that are missing are one stretch. */
function push(found: SideDifference[], next: SideDifference): void {
  const last = found.at(-1);
  if (last?.kind === next.kind && next.fromMs <= last.toMs) found[found.length - 1] = { ...last, toMs: next.toMs };
  else found.push(next);
}

function meanDifference(window: Float32Array, went: Float32Array, at: number): number {
  let sum = 0;
  let count = 0;
  for (let index = 0; index < window.length; index += 1) {
    const a = window[index] ?? 0;
    const b = went[at + index] ?? 0;
    if (a < 10 || b === 0) continue;
    sum += b - a;
    count += 1;
  }
  return count > 0 ? sum / count : 0;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
