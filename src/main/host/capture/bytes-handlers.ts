/** What the page asks of a session's bytes. */
import type { bytesContract } from '../../../shared/contract/bytes-contract.ts';
import type { HandlersOf } from '../../../shared/contract/define.ts';
import { fail, ok } from '../../../shared/lib/result.ts';
import type { SessionStore } from './session-store.ts';

export function bytesHandlers(store: SessionStore): HandlersOf<typeof bytesContract> {
  return {
    trackBytes: async ({ sessionId, track, offset, bytes }) => {
      const session = store.get(sessionId);
      if (!session) return fail('no-such-session', `There is no session ${sessionId}.`);
      if (!Object.hasOwn(session.tracks, track)) return fail('unreadable', `The session has no track ${track}.`);
      try {
        return ok({ audio: await store.audio(sessionId, track, offset, bytes) });
      } catch (thrown) {
        const why = thrown instanceof Error ? thrown.message : String(thrown);
        return fail('unreadable', `Track ${track} cannot be read: ${why}`);
      }
    },
  };
}
