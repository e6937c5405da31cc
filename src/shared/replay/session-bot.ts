/** Who answered a captured session, so that the same can answer again. */
import type { SessionSummary } from '../events/session-summary.ts';
import { type BotName, botNameSchema } from '../settings/connector-profile.ts';

export type SessionBot = {
  /** As the session names it: `echo`, `gpt-realtime-2.1`. */
  readonly called: string;
  readonly name: BotName;
};

/** What the simulator is called while it plays the bot's side of another session. */
export const RECORDED_BOT = 'recorded bot';

/**
 * The console's own bot that answered; undefined where that is not known, as in a relayed call.
 * @param sessions among which the other view of the same call is: the caller's does not know who answered
 */
export function botOfSession(session: SessionSummary, sessions: readonly SessionSummary[]): SessionBot | undefined {
  const { audiohookId } = session;
  const others = audiohookId === '' ? [] : sessions.filter(other => other.audiohookId === audiohookId);
  const view = [session, ...others].find(one => one.bot !== '' && one.relay === undefined);
  if (!view || view.bot === RECORDED_BOT) return undefined;
  // A model goes by its own name.
  return { called: view.bot, name: botNameSchema.safeParse(view.bot).data ?? 'openai' };
}
