/** Looks for a text in the events of all sessions: their files are read in pieces, between which others can work. */
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { searchContract } from '../../../shared/contract/search-contract.ts';
import { linesOf } from './events-reader.ts';
import type { SessionStore } from './session-store.ts';

/** More sessions than this are no answer, but a text that stands everywhere. */
export const MOST_FOUND = 1_000;
/** So often is said how far it is. */
const SAY_EVERY = 25;

export function searchHandlers(store: SessionStore): HandlersOf<typeof searchContract> {
  return {
    searchMessages: ({ text }, sink) => {
      let cancelled = false;
      sink.onCancel(() => {
        cancelled = true;
      });
      const fits = fitting(text);
      const search = async () => {
        const sessions = store.list();
        let found: string[] = [];
        let total = 0;
        let read = 0;
        const say = (read: number) => {
          sink.send({ read, of: sessions.length, found });
          found = [];
        };
        say(0);
        for (const { id } of sessions) {
          if (await hasLine(store.folder(id), line => fits(line) || cancelled)) {
            if (cancelled) return;
            found.push(id);
            total += 1;
          }
          read += 1;
          if (total === MOST_FOUND) break;
          if (found.length > 0 || read % SAY_EVERY === 0) say(read);
        }
        if (cancelled) return;
        say(read);
        sink.end();
      };
      return search();
    },
  };
}

/** A text as it can stand in a line: by itself, in a message, and in JSON within a message. */
function fitting(text: string): (line: string) => boolean {
  const plain = text.toLowerCase();
  const once = escaped(plain);
  const forms = [...new Set([plain, once, escaped(once)])];
  return line => {
    const lower = line.toLowerCase();
    return forms.some(form => lower.includes(form));
  };
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** A session that cannot be read has nothing: opening it says why. */
async function hasLine(folder: string, fits: (line: string) => boolean): Promise<boolean> {
  try {
    for await (const piece of linesOf(folder)) {
      if (('rest' in piece ? [piece.rest] : piece.lines).some(fits)) return true;
    }
  } catch {
    return false;
  }
  return false;
}
