/**
 * What a leg is called wherever people read it: the page, the terminal, log.txt, the report. A filter takes these names,
 * too. In captures the model's leg stays `bot`, whoever answers on it.
 */
import type { Leg } from '../events/session-event.ts';
import type { SessionSummary } from '../events/session-summary.ts';

export type Role = SessionSummary['role'];

const NAMES: Record<Role, Record<Leg, string>> = {
  server: { genesys: 'genesys', bot: 'openai', console: 'console' },
  // Where the console plays Genesys Cloud itself, the other end of that leg is the server.
  client: { genesys: 'server', bot: 'openai', console: 'console' },
};

/** `role`: whose view the session is. */
export const legName = (leg: Leg, role: Role): string => NAMES[role][leg];
