import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { ScriptEntry } from '../../../shared/contract/scripts-contract.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export type ScriptsStore = ReadableStore<readonly ScriptEntry[]> & { attach(client: ConsoleClient): () => void };

/** The call scripts that there are. */
export function createScriptsStore(): ScriptsStore {
  const store = createStore<readonly ScriptEntry[]>([]);
  return {
    get: store.get,
    subscribe: store.subscribe,
    attach: client => client.scripts({}, { item: store.set }),
  };
}
