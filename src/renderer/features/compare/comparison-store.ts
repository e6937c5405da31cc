/** Which two sessions lie beside each other, and what came of it. */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

type Answer = Awaited<ReturnType<ConsoleClient['compare']>>;
export type Compared = Extract<Answer, { ok: true }>['value'];
export type Asked = { readonly ids: boolean; readonly sequence: boolean; readonly times: boolean };

export type ComparisonState = {
  readonly a: string;
  readonly b: string;
  readonly asked: Asked;
  readonly busy: boolean;
  readonly compared: Compared | undefined;
  readonly failure: string | undefined;
};

export type ComparisonStore = ReadableStore<ComparisonState> & {
  /** Empty for one that is still to be chosen. */
  between(a: string, b: string): void;
  ask(asked: Asked): void;
  /** Compares what is chosen. */
  run(client: ConsoleClient): Promise<void>;
};

export function createComparisonStore(): ComparisonStore {
  const nothing = { busy: false, compared: undefined, failure: undefined };
  const store = createStore<ComparisonState>({
    a: '',
    b: '',
    asked: { ids: false, sequence: false, times: false },
    ...nothing,
  });
  return {
    get: store.get,
    subscribe: store.subscribe,
    between: (a, b) => store.update(state => ({ ...state, a, b, ...nothing })),
    ask: asked => store.update(state => ({ ...state, asked })),
    run: async client => {
      const { a, b, asked } = store.get();
      if (a === '' || b === '') return;
      store.update(state => ({ ...state, busy: true }));
      const answer = await client.compare({ a, b, asked });
      const now = store.get();
      // Something else was chosen meanwhile: its answer is on the way.
      if (now.a !== a || now.b !== b || now.asked !== asked) return;
      store.set({
        ...now,
        busy: false,
        compared: answer.ok ? answer.value : undefined,
        failure: answer.ok ? undefined : answer.error.message,
      });
    },
  };
}
