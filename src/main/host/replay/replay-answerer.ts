/** Who answers a replay at the console's own server: who was asked for, else who answered the session then. */
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { botOfSession } from '../../../shared/replay/session-bot.ts';
import type { BotName } from '../../../shared/settings/connector-profile.ts';
import type { BotChoice } from '../bots/bot-choice.ts';

export type Answerer = {
  /** Who, and why, in a sentence. */
  readonly words: string;
  /** Has the call of this conversation answered so. Undone by what it returns. */
  expect(conversationId: string): () => void;
};

/** @param sessions among which the other view of the call is */
export function answererOf(
  session: SessionSummary,
  sessions: readonly SessionSummary[],
  wished: BotName | undefined,
  bots: Pick<BotChoice, 'expect' | 'isReady' | 'status'>,
): Result<Answerer, 'not-ready'> {
  const own = botOfSession(session, sessions);
  const bot = wished ?? own?.name;
  if (bot === undefined) {
    const words = `Who answered it then is not known here: ${bots.status.selected} answers, which is chosen now.`;
    return ok({ words, expect: () => () => undefined });
  }
  const ready = bots.isReady(bot);
  if (!ready.ok) {
    const then = wished === undefined && own ? `${own.called} answered this session. ` : '';
    return fail('not-ready', `${then}${ready.error.message}`);
  }
  const words = bot === own?.name ? `${own.called} answers, as it did then.` : `${bot} answers.`;
  return ok({ words, expect: conversationId => bots.expect(conversationId, bot) });
}
