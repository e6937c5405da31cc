/** What the page asks of a session's sound. */
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { soundContract } from '../../../shared/contract/sound-contract.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { SessionSound } from './session-sound.ts';

export function soundHandlers(sound: SessionSound): HandlersOf<typeof soundContract> {
  return {
    peaks: ({ sessionId, fromMs, toMs, columns, placing }) => sound.peaks(sessionId, fromMs, toMs, columns, placing),
    listen: async ({ sessionId, lane, fromMs, durationMs }) => {
      const heard = await sound.listen(sessionId, lane, fromMs, durationMs);
      return heard.ok ? ok({ audio: heard.value }) : heard;
    },
  };
}
