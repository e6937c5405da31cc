/**
 * The shown rows of a session's log, outside React. New rows are looked at as they come; a new filter goes through all of
 * them in short steps, and until it is through, the rows of before stay.
 */
import { rowSource } from '../../../shared/filter/match-filter.ts';
import { createSteps } from '../../ui/steps.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';
import { type FilteredRows, FilterRun, type LogFilter, nothingFiltered } from './log-filter.ts';
import type { MessageLogStore } from './message-log-store.ts';

/** Somebody waits for the answer: longer than of work that nobody sees, and short enough for the next key, ms. */
const STEP_MS = 16;
/** Between two looks at the clock. */
const ROWS_A_LOOK = 200;

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
  const steps = createSteps(() => {
    if (!run) return false;
    const { rows } = log.get();
    const done = run.step(rows, ROWS_A_LOOK);
    if (done) store.set(run.result(rows));
    return !done;
  }, STEP_MS);

  return {
    get: store.get,
    subscribe: store.subscribe,
    setFilter: next => {
      if (next === filter) return;
      filter = next;
      run = new FilterRun(next, source);
      // The key that changed it is answered first.
      steps.wake();
    },
    attach: () => {
      const stop = log.subscribe(steps.run);
      steps.run();
      return () => {
        stop();
        steps.stop();
      };
    },
  };
}
