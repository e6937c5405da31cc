/** The calls by which preflight finds out how far a request comes. */
import { silence } from '../genesys-client/caller-audio.ts';
import { FRAME_BYTES } from './check-call.ts';
import * as moves from './moves.ts';
import type { Scenario } from './scenario.ts';

/** IDs that no server can know; without blanks or anything that a router might take for more than a name. */
const MADE_UP = ['preflight-4f7c1e', 'preflight-b29a06'] as const;

const opens: Scenario['run'] = async (call, profile) => {
  if (await moves.begin(call, profile)) await call.until(200, () => moves.disconnectOf(call));
  await moves.hangUp(call);
};

function under(base: string, id: string): string {
  return `${base.replace(/\/+$/, '')}/${id}`;
}

export const reachScenarios = {
  'no-slash': { url: (base, id) => `${base}${id}`, run: opens },
  'made-up-id': { url: base => under(base, MADE_UP[0]), run: opens },
  'other-made-up-id': { url: base => under(base, MADE_UP[1]), run: opens },
  /** One binary frame, and a moment in which a gateway that takes none closes. */
  'one-frame': {
    run: async (call, profile) => {
      if (!(await moves.begin(call, profile))) return;
      call.mark('frame');
      call.sendAudio(silence(FRAME_BYTES));
      await call.until(1_500, () => call.close);
      await moves.hangUp(call);
    },
  },
  'short-call': {
    run: async (call, profile) => {
      if (!(await moves.begin(call, profile))) return;
      moves.goLive(call);
      await call.until(3_000, () => moves.disconnectOf(call));
      await moves.hangUp(call);
    },
  },
} as const satisfies Record<string, Scenario>;
