import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { RecentTarget } from '../../../shared/contract/recent-targets-contract.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export type RecentTargetsStore = ReadableStore<readonly RecentTarget[]> & { attach(client: ConsoleClient): () => void };

/** The servers that were called before, the last one first. */
export function createRecentTargetsStore(): RecentTargetsStore {
  const store = createStore<readonly RecentTarget[]>([]);
  return {
    get: store.get,
    subscribe: store.subscribe,
    attach: client => client.recentTargets({}, { item: store.set }),
  };
}
