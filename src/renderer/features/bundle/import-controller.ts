/** A bundle that somebody opens: sent to the host piece by piece, and shown when it is in the list. */
import { MOST_PIECE } from '../../../shared/contract/bundle-contract.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export type ImportState =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'sending';
      readonly fileName: string;
      readonly sent: number;
      readonly total: number;
      readonly waiting: number;
    }
  | { readonly phase: 'checking'; readonly fileName: string }
  | { readonly phase: 'already'; readonly sessionId: string }
  | { readonly phase: 'failed'; readonly problems: readonly string[] };

export type ImportController = {
  readonly state: ReadableStore<ImportState>;
  /** Opens bundles one after the other, after those that are on their way. */
  open(client: ConsoleClient, files: readonly File[]): Promise<void>;
  cancel(): void;
  dismiss(): void;
};

/** @param onImported called with the session, which the host knows by then */
export function createImportController(onImported: (sessionId: string) => void): ImportController {
  const state = createStore<ImportState>({ phase: 'idle' });
  let cancelled = false;
  let waiting: File[] = [];
  let problems: string[] = [];

  /** The failure's words; undefined when it was imported, or cancelled. */
  const send = async (client: ConsoleClient, file: File): Promise<string | undefined> => {
    const begun = await client.beginImport({});
    if (!begun.ok) return begun.error.message;
    const { uploadId } = begun.value;
    for (let sent = 0; sent < file.size && !cancelled; sent += MOST_PIECE) {
      const piece = new Uint8Array(await file.slice(sent, sent + MOST_PIECE).arrayBuffer());
      const answer = await client.sendImportPiece({ uploadId, piece });
      if (!answer.ok) return answer.error.message;
      if (!cancelled)
        state.set({
          phase: 'sending',
          fileName: file.name,
          sent: sent + piece.length,
          total: file.size,
          waiting: waiting.length,
        });
    }
    if (cancelled) {
      await client.cancelImport({ uploadId });
      return undefined;
    }
    state.set({ phase: 'checking', fileName: file.name });
    const imported = await client.finishImport({ uploadId });
    if (!imported.ok) return imported.error.message;
    const { sessionId, already } = imported.value;
    state.set(already ? { phase: 'already', sessionId } : { phase: 'idle' });
    onImported(sessionId);
    return undefined;
  };

  const openOne = async (client: ConsoleClient, file: File) => {
    cancelled = false;
    state.set({ phase: 'sending', fileName: file.name, sent: 0, total: file.size, waiting: waiting.length });
    let words: string | undefined;
    try {
      words = isBundle(file) ? await send(client, file) : NO_BUNDLE;
    } catch (error) {
      // The browser cannot read the file: it was moved, or it is a folder.
      words = `It cannot be read: ${(error as Error).message}`;
    }
    if (words !== undefined) problems.push(`${file.name} was not imported. ${words}`);
  };

  return {
    state,
    open: async (client, files) => {
      waiting.push(...files);
      const { phase } = state.get();
      if (phase === 'sending' || phase === 'checking') return;
      problems = [];
      for (let file = waiting.shift(); file; file = waiting.shift()) await openOne(client, file);
      if (problems.length > 0) state.set({ phase: 'failed', problems });
    },
    cancel: () => {
      cancelled = true;
      waiting = [];
      state.set({ phase: 'idle' });
    },
    dismiss: () => state.set({ phase: 'idle' }),
  };
}

const isBundle = ({ name, type }: File) => /\.zip$/i.test(name) || /zip/.test(type);
const NO_BUNDLE =
  'A support bundle is a .zip file. Sound for a test call is chosen in the call panel, where WAV file is.';
