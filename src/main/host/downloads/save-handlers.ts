/** What the page asks for to save parts of a session. */
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { savesContract } from '../../../shared/contract/saves-contract.ts';
import { fail, ok } from '../../../shared/lib/result.ts';
import { storedSession } from '../capture/resolve-session.ts';
import type { SessionStore } from '../capture/session-store.ts';
import type { Downloads } from './downloads.ts';
import { sessionPart } from './session-parts.ts';

export function saveHandlers({
  store,
  downloads,
}: {
  store: SessionStore;
  downloads: Downloads;
}): HandlersOf<typeof savesContract> {
  return {
    savePart: async ({ sessionId, part }) => {
      const session = storedSession(store, sessionId);
      if (!session) return fail('no-such-session', `There is no session ${sessionId}.`);
      const download = await sessionPart(session, part);
      if (!download.ok) return download;
      return ok({ ticket: downloads.offerOnce(download.value), fileName: download.value.fileName });
    },
  };
}
