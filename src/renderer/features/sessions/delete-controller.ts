/** Sessions that were just deleted, and can come back. Outside React: the list may be drawn anew meanwhile. */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export type Deletion = {
  /** The last that went, to be had back. */
  readonly gone: readonly string[];
  /** Why some could not go, or come back. */
  readonly failures: readonly string[];
};

export type DeleteController = ReadableStore<Deletion> & {
  delete(client: ConsoleClient, sessionIds: readonly string[]): Promise<void>;
  undo(client: ConsoleClient): Promise<void>;
  dismiss(): void;
};

const NOTHING: Deletion = { gone: [], failures: [] };

export function createDeleteController(): DeleteController {
  const store = createStore<Deletion>(NOTHING);
  return {
    get: store.get,
    subscribe: store.subscribe,
    delete: async (client, sessionIds) => {
      const answer = await client.deleteSessions({ sessionIds: [...sessionIds] });
      if (answer.ok) store.set({ gone: answer.value.sessionIds, failures: answer.value.failures });
      else store.set({ gone: [], failures: [answer.error.message] });
    },
    undo: async client => {
      const answer = await client.restoreSessions({ sessionIds: [...store.get().gone] });
      store.set(
        answer.ok
          ? { gone: [], failures: answer.value.failures }
          : { ...store.get(), failures: [answer.error.message] },
      );
    },
    dismiss: () => store.set(NOTHING),
  };
}
