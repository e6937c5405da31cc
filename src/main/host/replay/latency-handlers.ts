/** What the page asks of who was heard when. */
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { latencyContract } from '../../../shared/contract/latency-contract.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { SessionHearing } from './session-hearing.ts';

export function latencyHandlers(hearing: SessionHearing): HandlersOf<typeof latencyContract> {
  return {
    heardSpans: ({ sessionId }) => hearing.heardSpans(sessionId),
    tryVad: async ({ sessionId, settings }) => {
      const turns = await hearing.tryVad(sessionId, settings);
      return turns.ok ? ok({ turns: turns.value }) : turns;
    },
  };
}
