/** One check at a time from this page: what was planned, what came of it so far, and how it ended. */
import type { CheckItem } from '../../../shared/contract/checks-contract.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';
import type { CheckRequest } from './check-form.ts';

export type Planned = Extract<CheckItem, { type: 'planned' }>['checks'][number];
export type Judged = Extract<CheckItem, { type: 'result' }>['result'];

export type CheckState = {
  readonly phase: 'never' | 'running' | 'done' | 'cancelled' | 'failed';
  readonly url: string;
  readonly planned: readonly Planned[];
  /** By id of the check. */
  readonly results: ReadonlyMap<string, Judged>;
  /** Why it failed, in words. */
  readonly why: string;
};

export type CheckController = {
  readonly state: ReadableStore<CheckState>;
  run(client: ConsoleClient, request: CheckRequest): void;
  cancel(): void;
};

const NOTHING: CheckState = { phase: 'never', url: '', planned: [], results: new Map(), why: '' };

export function createCheckController(): CheckController {
  const state = createStore<CheckState>(NOTHING);
  let stop: (() => void) | undefined;

  const onItem = (item: CheckItem) => {
    const now = state.get();
    if (item.type === 'planned') state.set({ ...now, url: item.url, planned: item.checks });
    else state.set({ ...now, results: new Map(now.results).set(item.result.id, item.result) });
  };

  return {
    state,
    run: (client, request) => {
      if (state.get().phase === 'running') return;
      state.set({ ...NOTHING, phase: 'running' });
      stop = client.check(request, {
        item: onItem,
        end: failure => {
          stop = undefined;
          state.set({ ...state.get(), phase: failure ? 'failed' : 'done', why: failure?.message ?? '' });
        },
      });
    },
    cancel: () => {
      stop?.();
      stop = undefined;
      if (state.get().phase === 'running') state.set({ ...state.get(), phase: 'cancelled' });
    },
  };
}
