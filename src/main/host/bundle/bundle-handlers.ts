/** What the page asks of bundles. */

import type { bundleContract } from '../../../shared/contract/bundle-contract.ts';
import type { HandlersOf } from '../../../shared/contract/define.ts';
import { ok } from '../../../shared/lib/result.ts';
import { storedSession } from '../capture/resolve-session.ts';
import type { SessionStore } from '../capture/session-store.ts';
import type { ExportsOfThePage } from './exports-of-the-page.ts';
import type { Uploads } from './uploads.ts';

export function bundleHandlers({
  store,
  exports,
  uploads,
}: {
  store: SessionStore;
  exports: ExportsOfThePage;
  uploads: Uploads;
}): HandlersOf<typeof bundleContract> {
  return {
    exportBundle: ({ sessionId, level, audio }, sink) => {
      const session = storedSession(store, sessionId);
      if (!session) sink.end({ code: 'no-such-session', message: `There is no session ${sessionId}.` });
      else exports.start(session, { level, audio }, sink);
    },
    lookIntoBundle: ({ ticket, name, most }) => exports.look(ticket, name, most),
    beginImport: () => uploads.begin(),
    sendImportPiece: ({ uploadId, piece }) => uploads.add(uploadId, piece),
    finishImport: async ({ uploadId }) => {
      const imported = await uploads.finish(uploadId);
      if (imported.ok) await store.notice(imported.value.sessionId);
      return imported;
    },
    cancelImport: async ({ uploadId }) => {
      await uploads.cancel(uploadId);
      return ok({});
    },
  };
}
