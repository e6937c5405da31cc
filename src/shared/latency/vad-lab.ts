/** What other settings of turn detection would have done to a call: when turns would have ended, gained or cut. */
import type { Turn } from './turns.ts';

/** A turn as the lab heard it, ms of the session. `stopMs`: when its end would be noticed; undefined while it goes on. */
export type LabTurn = { readonly startMs: number; readonly endMs: number; readonly stopMs?: number | undefined };

export type LabRow =
  /** The turn would end at another time: `gainMs` earlier (negative: later) than it did. */
  | { readonly kind: 'moved'; readonly turn: number; readonly stopMs: number; readonly gainMs: number }
  /** The caller would be taken for done while they went on speaking: the answer would talk into their words. */
  | { readonly kind: 'cut'; readonly turn: number; readonly stopMs: number; readonly wentOnMs: number }
  /** The turn would not be heard, or not end before the next one began. */
  | { readonly kind: 'missed'; readonly turn: number };

/** Compares with the turns as they were; only those whose end the model noticed can be compared. */
export function compareWithLab(turns: readonly Turn[], lab: readonly LabTurn[]): readonly LabRow[] {
  const rows: LabRow[] = [];
  let fromMs = Number.NEGATIVE_INFINITY;
  for (const { number, speechStopped, callerStoppedMs } of turns) {
    if (!speechStopped || callerStoppedMs === undefined) continue;
    // What was spoken since the last turn belongs to this one; its end may be noticed a little after the real one was.
    const inTurn = lab.filter(each => each.endMs > fromMs && each.startMs < callerStoppedMs);
    const last = inTurn.at(-1);
    for (const { endMs, stopMs } of inTurn) {
      if (stopMs === undefined || endMs >= callerStoppedMs - SAME_END_MS || stopMs >= callerStoppedMs) continue;
      rows.push({ kind: 'cut', turn: number, stopMs, wentOnMs: callerStoppedMs - stopMs });
    }
    if (last?.stopMs === undefined) rows.push({ kind: 'missed', turn: number });
    else if (last.stopMs >= callerStoppedMs - SAME_END_MS) {
      rows.push({ kind: 'moved', turn: number, stopMs: last.stopMs, gainMs: speechStopped.atMs - last.stopMs });
    }
    fromMs = callerStoppedMs;
  }
  return rows;
}

/** Two detectors that agree may still differ by a frame or two about the last voiced sample, ms. */
const SAME_END_MS = 60;
