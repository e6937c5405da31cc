/** One preflight at a time from this page: what was planned, what came of it so far, and how it ended. */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { PreflightItem } from '../../../shared/contract/setup-contract.ts';
import type { FourFields } from '../../../shared/preflight/dry-run.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export type PlannedLine = Extract<PreflightItem, { type: 'planned' }>['lines'][number];
export type JudgedLine = Extract<PreflightItem, { type: 'result' }>['result'];

export type PreflightState = {
  readonly phase: 'never' | 'running' | 'done' | 'cancelled' | 'failed';
  /** The address as it was typed. */
  readonly baseUri: string;
  readonly planned: readonly PlannedLine[];
  readonly results: readonly JudgedLine[];
  /** Why it could not run, in words. */
  readonly why: string;
};

export type PreflightController = {
  readonly state: ReadableStore<PreflightState>;
  run(client: ConsoleClient, fields: FourFields): void;
  cancel(): void;
};

const NOTHING: PreflightState = { phase: 'never', baseUri: '', planned: [], results: [], why: '' };

export function createPreflightController(): PreflightController {
  const state = createStore<PreflightState>(NOTHING);
  let stop: (() => void) | undefined;
  return {
    state,
    run: (client, fields) => {
      if (state.get().phase === 'running') return;
      state.set({ ...NOTHING, phase: 'running', baseUri: fields.baseUri });
      stop = client.preflight(fields, {
        item: item =>
          state.update(now =>
            item.type === 'planned'
              ? { ...now, planned: item.lines }
              : { ...now, results: [...now.results, item.result] },
          ),
        end: failure => {
          stop = undefined;
          state.update(now => ({ ...now, phase: failure ? 'failed' : 'done', why: failure?.message ?? '' }));
        },
      });
    },
    cancel: () => {
      stop?.();
      stop = undefined;
      if (state.get().phase === 'running') state.update(now => ({ ...now, phase: 'cancelled' }));
    },
  };
}
