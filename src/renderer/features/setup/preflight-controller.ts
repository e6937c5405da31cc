/** One preflight at a time from this page: what was planned, what came of it so far, and how it ended. */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { PreflightItem } from '../../../shared/contract/setup-contract.ts';
import type { FourFields } from '../../../shared/preflight/dry-run.ts';
import { createSingleRun, type RunState } from '../../ui/single-run.ts';
import type { ReadableStore } from '../../ui/store.ts';

export type PlannedLine = Extract<PreflightItem, { type: 'planned' }>['lines'][number];
export type JudgedLine = Extract<PreflightItem, { type: 'result' }>['result'];

export type PreflightState = RunState & {
  /** The address as it was typed. */
  readonly baseUri: string;
  readonly planned: readonly PlannedLine[];
  readonly results: readonly JudgedLine[];
};

export type PreflightController = {
  readonly state: ReadableStore<PreflightState>;
  run(client: ConsoleClient, fields: FourFields): void;
  cancel(): void;
};

const NOTHING: PreflightState = { phase: 'never', baseUri: '', planned: [], results: [], why: '' };

export function createPreflightController(): PreflightController {
  const { state, run, cancel } = createSingleRun<PreflightState, PreflightItem>(NOTHING, (now, item) =>
    item.type === 'planned' ? { ...now, planned: item.lines } : { ...now, results: [...now.results, item.result] },
  );
  return {
    state,
    run: (client, fields) => run({ baseUri: fields.baseUri }, handlers => client.preflight(fields, handlers)),
    cancel,
  };
}
