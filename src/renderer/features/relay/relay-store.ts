/** The relays that run, as the host announces them. */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { RunningRelay } from '../../../shared/contract/relay-contract.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export type RelayStore = ReadableStore<readonly RunningRelay[]> & { attach(client: ConsoleClient): () => void };

export function createRelayStore(): RelayStore {
  const store = createStore<readonly RunningRelay[]>([]);
  return {
    get: store.get,
    subscribe: store.subscribe,
    attach: client => client.relays({}, { item: store.set }),
  };
}
