/** The relays that run, as the host announces them. */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { RunningRelay } from '../../../shared/contract/relay-contract.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export type RelayStore = ReadableStore<readonly RunningRelay[]> & { attach(client: ConsoleClient): () => void };

/** What is put in place of the address that was called before: of a model it is a base URL, which ends in its version. */
export function relayAddress({ kind, url }: RunningRelay): string {
  return kind === 'model' ? `${url}v1` : url;
}

export function createRelayStore(): RelayStore {
  const store = createStore<readonly RunningRelay[]>([]);
  return {
    get: store.get,
    subscribe: store.subscribe,
    attach: client => client.relays({}, { item: store.set }),
  };
}
