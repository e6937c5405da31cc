/** The two views of one call, put on the clock of one of them. Pure, but for the store that it maps. */
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { MessageRow } from '../../../shared/projections/message-rows.ts';
import type { ReadableStore } from '../../ui/store.ts';

type Began = Pick<SessionSummary, 'startedAt'>;

/**
 * What is added to a time of `other` to have it on the clock of `main`, ms. Both sides of a local call wrote down when
 * they began by the clock of one machine, to the millisecond.
 */
export function shiftMs(main: Began, other: Began): number {
  const by = Date.parse(other.startedAt) - Date.parse(main.startedAt);
  return Number.isFinite(by) ? by : 0;
}

type Playhead = { readonly cursorMs: ReadableStore<number>; readonly playing: ReadableStore<boolean> };

/** A playhead of `main`, as the clock of the other one has it. */
export function onClockOf({ cursorMs, playing }: Playhead, byMs: number): Playhead {
  return {
    playing,
    // 0 is where nobody has moved it yet, on either clock.
    cursorMs: {
      subscribe: cursorMs.subscribe,
      get: () => (cursorMs.get() > 0 ? onMicroseconds(cursorMs.get() - byMs) : 0),
    },
  };
}

/** Times have microseconds: what was added is taken off again without a rest. */
const onMicroseconds = (ms: number) => Math.round(ms * 1000) / 1000;

/** Puts rows of the other one on the clock of `main`: the same row each time, so that it is not drawn again. */
export function shiftedRows(byMs: number): (row: MessageRow) => MessageRow {
  const known = new WeakMap<MessageRow, MessageRow>();
  return row => {
    const before = known.get(row);
    if (before) return before;
    const shifted = { ...row, atMs: row.atMs + byMs, lastAtMs: row.lastAtMs + byMs };
    known.set(row, shifted);
    return shifted;
  };
}

/** Where the other side's record lies: ", began 3 ms earlier". */
export function earlierWords(byMs: number): string {
  if (byMs === 0) return '';
  return `, began ${Math.abs(byMs)} ms ${byMs < 0 ? 'earlier' : 'later'}`;
}
