/** What the page asks when it runs a session again. */
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { replayContract } from '../../../shared/contract/replay-contract.ts';
import { fail } from '../../../shared/lib/result.ts';
import { credentialsFor, NOT_LISTENING, type OwnServer } from '../call-target.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { answererOf } from './replay-answerer.ts';
import type { ReplaysOfThePage } from './replays-of-the-page.ts';

export function replayHandlers(
  replays: ReplaysOfThePage,
  store: SessionStore,
  own: OwnServer,
): HandlersOf<typeof replayContract> {
  return {
    replay: async ({ sessionId, target, credentials, speed, bot }) => {
      const url = target ?? own.serverUrl();
      if (url === undefined) return fail('server-not-listening', NOT_LISTENING);
      const used = await credentialsFor(own, target, credentials);
      // Of the console's own server only the base is known; whoever gives an address gives the whole of it.
      const session = target === undefined ? store.get(sessionId) : undefined;
      if (!session) return replays.start(sessionId, { url, credentials: used, speed });
      const answerer = answererOf(session, store.list(), bot, own.bots);
      if (!answerer.ok) return answerer;
      const { connectorId } = session;
      return replays.start(sessionId, { url, connectorId, credentials: used, speed, answerer: answerer.value });
    },
    replayLacks: ({ sessionId }) => replays.lacks(sessionId),
    stopReplay: ({ sessionId }) => replays.stop(sessionId),
  };
}
