/** What the page asks of the relays. */
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { relayContract } from '../../../shared/contract/relay-contract.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { joinSessions } from './join-sessions.ts';
import type { Relays } from './relays.ts';

export function relayHandlers(relays: Relays, store: SessionStore): HandlersOf<typeof relayContract> {
  return {
    relays: (_input, sink) => {
      const tell = () => sink.send(relays.running);
      tell();
      sink.onCancel(relays.changed.on(tell));
    },
    startRelay: request => relays.start(request),
    joinRecordings: async ({ genesysId, modelId, offsetMs }) => {
      const joined = await joinSessions(store, genesysId, modelId, offsetMs);
      return joined.ok ? ok({ sessionId: joined.value.sessionId }) : joined;
    },
    stopRelay: async ({ kind }) => {
      await relays.stop(kind);
      return ok({});
    },
  };
}
