/** One check at a time from this page: what was planned, what came of it so far, and how it ended. */
import type { CheckItem } from '../../../shared/contract/checks-contract.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { createSingleRun, type RunState } from '../../ui/single-run.ts';
import type { ReadableStore } from '../../ui/store.ts';
import type { CheckRequest } from './check-form.ts';

export type Planned = Extract<CheckItem, { type: 'planned' }>['checks'][number];
export type Judged = Extract<CheckItem, { type: 'result' }>['result'];

export type CheckState = RunState & {
  readonly url: string;
  readonly planned: readonly Planned[];
  /** By id of the check. */
  readonly results: ReadonlyMap<string, Judged>;
};

export type CheckController = {
  readonly state: ReadableStore<CheckState>;
  run(client: ConsoleClient, request: CheckRequest): void;
  cancel(): void;
};

const NOTHING: CheckState = { phase: 'never', url: '', planned: [], results: new Map(), why: '' };

export function createCheckController(): CheckController {
  const { state, run, cancel } = createSingleRun<CheckState, CheckItem>(NOTHING, (now, item) =>
    item.type === 'planned'
      ? { ...now, url: item.url, planned: item.checks }
      : { ...now, results: new Map(now.results).set(item.result.id, item.result) },
  );
  return { state, run: (client, request) => run({}, handlers => client.check(request, handlers)), cancel };
}
