/** A value outside React, and a hook to read it: for what changes often or belongs to no component. */
import { useSyncExternalStore } from 'react';

export type ReadableStore<T> = {
  get(): T;
  /** Calls `listener` after each change; the returned function ends it. */
  subscribe(listener: () => void): () => void;
};

export type Store<T> = ReadableStore<T> & { set(value: T): void; update(change: (value: T) => T): void };

export function createStore<T>(initial: T): Store<T> {
  const listeners = new Set<() => void>();
  let value = initial;
  const set = (next: T) => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => value,
    set,
    update: change => set(change(value)),
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The store's value; the component renders again when it changes. */
export function useStore<T>(store: ReadableStore<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
