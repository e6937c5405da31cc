/** Which two sessions lie beside each other, and what came of it. */
import type { CompareItem, CompareStep } from '../../../shared/contract/compare-contract.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { createSingleRun, type RunState } from '../../ui/single-run.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export type Compared = Extract<CompareItem, { type: 'compared' }>['comparison'];
export type Asked = { readonly ids: boolean; readonly sequence: boolean; readonly times: boolean };

export type Chosen = {
  readonly a: string;
  readonly b: string;
  readonly asked: Asked;
};

export type ComparisonRun = RunState & {
  /** What it compares. */
  readonly chosen: Chosen | undefined;
  readonly step: CompareStep;
  readonly compared: Compared | undefined;
};

export type ComparisonStore = {
  readonly chosen: ReadableStore<Chosen>;
  readonly run: ReadableStore<ComparisonRun>;
  /** Empty for one that is still to be chosen. */
  between(a: string, b: string): void;
  ask(asked: Asked): void;
  /** Compares what is chosen, unless that runs, is done or was cancelled. @param again also then */
  start(client: ConsoleClient, again?: boolean): void;
  cancel(): void;
};

const NOTHING: ComparisonRun = { phase: 'never', why: '', chosen: undefined, step: 'read-a', compared: undefined };

export function createComparisonStore(): ComparisonStore {
  const chosen = createStore<Chosen>({ a: '', b: '', asked: { ids: false, sequence: false, times: false } });
  const { state, run, cancel } = createSingleRun<ComparisonRun, CompareItem>(NOTHING, (now, item) =>
    item.type === 'step' ? { ...now, step: item.step } : { ...now, compared: item.comparison },
  );
  return {
    chosen,
    run: state,
    between: (a, b) => chosen.update(now => ({ ...now, a, b })),
    ask: asked => chosen.update(now => ({ ...now, asked })),
    start: (client, again = false) => {
      const now = chosen.get();
      const last = state.get();
      const isAnswered = last.chosen === now && last.phase !== 'failed';
      if (now.a === '' || now.b === '' || (isAnswered && !again)) return;
      // Something else was chosen: what runs is of no use any more.
      cancel();
      // With another way to count, what is there stays until it is replaced; not what was ended before it was.
      const isSamePair = last.chosen?.a === now.a && last.chosen.b === now.b;
      const stays = isSamePair && (last.phase === 'done' || last.phase === 'running');
      run({ chosen: now, compared: stays ? last.compared : undefined }, handlers => client.compare(now, handlers));
    },
    cancel,
  };
}
