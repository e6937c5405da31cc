import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { ConsoleStatus } from '../../../shared/contract/status-contract.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export type StatusStore = ReadableStore<ConsoleStatus | undefined> & { attach(client: ConsoleClient): () => void };

/** The console's own state, as it last said. */
export function createStatusStore(): StatusStore {
  const store = createStore<ConsoleStatus | undefined>(undefined);
  return {
    get: store.get,
    subscribe: store.subscribe,
    attach: client => client.status({}, { item: store.set }),
  };
}
