/** The bundle that the open dialog is about: made anew whenever the choice changes, and let go of with the dialog. */
import type { ExportItem } from '../../../shared/contract/bundle-contract.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { RedactionLevel } from '../../../shared/redaction/redactor.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export type ReadyBundle = Extract<ExportItem, { type: 'ready' }>;

export type ExportState =
  | { readonly phase: 'making'; readonly progress: Extract<ExportItem, { type: 'progress' }> | undefined }
  | { readonly phase: 'ready'; readonly bundle: ReadyBundle }
  | { readonly phase: 'failed'; readonly words: string };

export type ExportStore = ReadableStore<ExportState> & {
  /** Begins to make it; the returned function cancels, or throws it away. */
  make(client: ConsoleClient, choice: { sessionId: string; level: RedactionLevel; audio: boolean }): () => void;
};

export function createExportStore(): ExportStore {
  const store = createStore<ExportState>({ phase: 'making', progress: undefined });
  return {
    get: store.get,
    subscribe: store.subscribe,
    make: (client, choice) => {
      store.set({ phase: 'making', progress: undefined });
      return client.exportBundle(choice, {
        item: item =>
          store.set(item.type === 'ready' ? { phase: 'ready', bundle: item } : { phase: 'making', progress: item }),
        end: failure => {
          if (failure) store.set({ phase: 'failed', words: failure.message });
        },
      });
    },
  };
}
