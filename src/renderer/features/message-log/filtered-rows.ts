/**
 * The shown rows of a session's log, outside React. New rows are looked at as they come; a new filter goes through all of
 * them in short steps, and until it is through, the rows of before stay.
 */
import { rowSource } from '../../../shared/filter/match-filter.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';
import { type FilteredRows, FilterRun, type LogFilter, nothingFiltered } from './log-filter.ts';
import type { MessageLogStore } from './message-log-store.ts';

/** Rows between two looks at the clock, and how long a step may take: a key must be answered within 50 ms. */
const ROWS_A_LOOK = 500;
const STEP_MS = 12;

export type FilteredRowsStore = ReadableStore<FilteredRows> & {
  setFilter(filter: LogFilter): void;
  /** Follows the log until the returned function is called. */
  attach(): () => void;
};

export function createFilteredRows(log: MessageLogStore): FilteredRowsStore {
  const store = createStore<FilteredRows>(nothingFiltered);
  const source = rowSource(log.event);
  let run: FilterRun | undefined;
  let filter: LogFilter | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const step = () => {
    clearTimeout(waiting);
    waiting = undefined;
    if (!run) return;
    const { rows } = log.get();
    const until = performance.now() + STEP_MS;
    let done = run.step(rows, ROWS_A_LOOK);
    while (!done && performance.now() < until) done = run.step(rows, ROWS_A_LOOK);
    if (done) store.set(run.result(rows));
    else waiting = setTimeout(step);
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    setFilter: next => {
      if (next === filter) return;
      filter = next;
      run = new FilterRun(next, source);
      step();
    },
    attach: () => {
      const stop = log.subscribe(step);
      step();
      return () => {
        stop();
        clearTimeout(waiting);
      };
    },
  };
}
