/** The search for a text in the messages of all sessions: outside React, since the list may be drawn anew meanwhile. */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export type MessageSearch = {
  /** What was looked for; empty: nothing. */
  readonly text: string;
  readonly running: boolean;
  readonly read: number;
  readonly of: number;
  readonly found: ReadonlySet<string>;
  readonly failure: string | undefined;
};

export type MessageSearchStore = ReadableStore<MessageSearch> & {
  start(client: ConsoleClient, text: string): void;
  /** What was found so far stays. */
  stop(): void;
};

const NOTHING: MessageSearch = { text: '', running: false, read: 0, of: 0, found: new Set(), failure: undefined };

export function createMessageSearch(): MessageSearchStore {
  const store = createStore(NOTHING);
  let end: () => void = () => undefined;
  return {
    get: store.get,
    subscribe: store.subscribe,
    start: (client, text) => {
      end();
      store.set({ ...NOTHING, text, running: true });
      end = client.searchMessages(
        { text },
        {
          item: ({ read, of, found }) =>
            store.set({ ...store.get(), read, of, found: new Set([...store.get().found, ...found]) }),
          end: failure => store.set({ ...store.get(), running: false, failure: failure?.message }),
        },
      );
    },
    stop: () => {
      end();
      store.set({ ...store.get(), running: false });
    },
  };
}
