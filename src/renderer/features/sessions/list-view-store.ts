/** How the list of sessions is looked at; search and filter last as long as the window, the order until it is changed. */
import { recall, recallForWindow, remember, rememberForWindow } from '../../ui/remembered.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';
import { type Listing, SHOWN, SORTS } from './listed-rows.ts';

export type ListViewStore = ReadableStore<Listing> & { change(change: Partial<Listing>): void };

export function createListViewStore(): ListViewStore {
  const recalled = recallForWindow('sessions.shown');
  const sort = recall('sessions.sort');
  const store = createStore<Listing>({
    search: recallForWindow('sessions.search') ?? '',
    shown: SHOWN.find(one => one === recalled) ?? 'all',
    sort: SORTS.find(one => one === sort) ?? 'newest',
  });
  return {
    get: store.get,
    subscribe: store.subscribe,
    change: change => {
      store.set({ ...store.get(), ...change });
      if (change.search !== undefined) rememberForWindow('sessions.search', change.search);
      if (change.shown) rememberForWindow('sessions.shown', change.shown);
      if (change.sort) remember('sessions.sort', change.sort);
    },
  };
}
