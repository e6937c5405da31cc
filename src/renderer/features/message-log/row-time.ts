/** A line's time in words, always to the millisecond. */
import { clockTime } from '../../ui/format.ts';
import type { TimeKind } from './log-view-store.ts';

export type TimeContext = {
  readonly kind: TimeKind;
  /** Wall time of the session's beginning, ms since 1970. */
  readonly startedAtMs: number;
  positionAt(n: number): number;
};

/** `beforeMs`: the time of the line above, if there is one. */
export function rowTime(row: { n: number; atMs: number }, beforeMs: number | undefined, context: TimeContext): string {
  switch (context.kind) {
    case 'start':
      return clockTime(row.atMs);
    case 'previous':
      return beforeMs === undefined ? '' : sinceWords(row.atMs - beforeMs);
    case 'wall':
      return timeOfDay(context.startedAtMs + row.atMs);
    case 'audio':
      return clockTime(context.positionAt(row.n));
  }
}

/** `+12.345`, in seconds; below zero where a line of an unfolded row stands behind a later one. */
function sinceWords(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${(Math.abs(ms) / 1000).toFixed(3)}`;
}

/** In the reader's zone: `14:03:12.345`. */
function timeOfDay(atMs: number): string {
  const at = new Date(Math.round(atMs));
  const two = (value: number) => String(value).padStart(2, '0');
  const ms = String(at.getMilliseconds()).padStart(3, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${ms}`;
}
