/** The lines that a log shows now: its rows as the filter leaves them, and what of them is unfolded. */
import { useCallback, useMemo, useState } from 'react';
import type { MessageRows } from '../../../shared/projections/message-rows.ts';
import { useStore } from '../../ui/store.ts';
import type { FilteredRowsStore } from './filtered-rows.ts';
import { type Line, type LineKey, type Lines, lineAt, linesOf, placeOfKey } from './lines.ts';
import type { MessageLogStore } from './message-log-store.ts';

export type LogLines = {
  readonly rows: MessageRows;
  readonly lines: Lines;
  readonly count: number;
  /** The line at a place; undefined where there is none. */
  line(place: number): Line | undefined;
  keyAt(place: number): LineKey | undefined;
  /** -1 where the line is not shown. */
  placeOf(key: LineKey | undefined): number;
  /** Rows, by their first event's number. */
  readonly unfolded: ReadonlySet<number>;
  /** Unfolds a row, or folds it again. */
  unfold(n: number): void;
};

export function useLogLines(store: MessageLogStore, filtered: FilteredRowsStore): LogLines {
  const { rows } = useStore(store);
  const { indices } = useStore(filtered);
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  const unfold = useCallback((n: number) => {
    setUnfolded(before => {
      const next = new Set(before);
      if (!next.delete(n)) next.add(n);
      return next;
    });
  }, []);
  return useMemo(() => {
    const lines = linesOf(rows, indices, unfolded);
    const line = (place: number) => lineAt(rows, lines, place, store.event);
    return {
      ...{ rows, lines, line, unfolded, unfold },
      count: lines.count,
      keyAt: place => line(place)?.key,
      placeOf: key => (key === undefined ? -1 : placeOfKey(rows, lines, key)),
    };
  }, [rows, indices, unfolded, unfold, store]);
}
