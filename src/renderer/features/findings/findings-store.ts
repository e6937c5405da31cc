/** The diagnosis of one session, fed by the contract's `findings`. */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { DiagnosisResult } from '../../../shared/diagnosis/finding.ts';
import type { Failure } from '../../../shared/lib/result.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export type FindingsView = {
  /** Undefined until the first one has come. */
  readonly diagnosis: DiagnosisResult | undefined;
  readonly failure: Failure | undefined;
};

export type FindingsStore = ReadableStore<FindingsView> & {
  /** Reads from `client` until the returned function is called. */
  attach(client: ConsoleClient): () => void;
};

export function createFindingsStore(sessionId: string): FindingsStore {
  const store = createStore<FindingsView>({ diagnosis: undefined, failure: undefined });
  return {
    get: store.get,
    subscribe: store.subscribe,
    attach: client =>
      client.findings(
        { sessionId },
        {
          item: diagnosis => store.set({ diagnosis, failure: undefined }),
          end: failure => {
            if (failure && failure.code !== 'disconnected') store.update(view => ({ ...view, failure }));
          },
        },
      ),
  };
}
