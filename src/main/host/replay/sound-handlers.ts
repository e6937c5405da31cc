/** What the page asks of a session's sound. */
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { soundContract } from '../../../shared/contract/sound-contract.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { sendLiveSound } from './live-sound.ts';
import type { SessionSound } from './session-sound.ts';

export function soundHandlers(
  sound: SessionSound,
  { store, clock }: { store: SessionStore; clock: Clock },
): HandlersOf<typeof soundContract> {
  return {
    peaks: ({ sessionId, fromMs, toMs, columns, placing }) => sound.peaks(sessionId, fromMs, toMs, columns, placing),
    listen: async ({ sessionId, lane, fromMs, durationMs, placing }) => {
      const heard = await sound.listen(sessionId, lane, fromMs, durationMs, placing);
      return heard.ok ? ok({ audio: heard.value }) : heard;
    },
    measureSound: async ({ sessionId, fromMs, toMs }) => {
      const lanes = await sound.measure(sessionId, fromMs, toMs);
      return lanes.ok ? ok({ lanes: lanes.value }) : lanes;
    },
    liveSound: ({ sessionId }, sink) => sendLiveSound({ store, sound, clock }, sessionId, sink),
  };
}
