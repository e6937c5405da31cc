/** What the page asks of the fake Genesys Cloud. */
import type { callsContract } from '../../../shared/contract/calls-contract.ts';
import type { HandlersOf } from '../../../shared/contract/define.ts';
import { fail } from '../../../shared/lib/result.ts';
import { credentialsFor, NOT_LISTENING, type OwnServer } from '../call-target.ts';
import type { CallsOfThePage } from './calls-of-the-page.ts';
import type { RecentTargets } from './recent-targets.ts';

export function callHandlers(
  calls: CallsOfThePage,
  own: OwnServer,
  recent: RecentTargets,
): HandlersOf<typeof callsContract> {
  return {
    placeCall: async ({ target, connectorId, credentials, source, options }) => {
      const url = target ?? own.serverUrl();
      if (url === undefined) return fail('server-not-listening', NOT_LISTENING);
      const used = await credentialsFor(own, target, credentials);
      const placed = await calls.place({ url, connectorId, source, options, credentials: used });
      if (placed.ok && target !== undefined) void recent.note(target, connectorId);
      return placed;
    },
    callProgress: ({ callId }, sink) => calls.follow(callId, sink),
    speak: ({ callId, samples }) => calls.speak(callId, samples),
    mute: ({ callId, muted }) => calls.mute(callId, muted),
    pressDigit: ({ callId, digit }) => calls.pressDigit(callId, digit),
    holdCall: ({ callId, held }) => calls.hold(callId, held),
    updateLanguage: ({ callId, language }) => calls.updateLanguage(callId, language),
    discardAudio: ({ callId, ms }) => calls.discard(callId, ms),
    hangUp: ({ callId, reason }) => calls.hangUp(callId, reason),
  };
}
