/** The AudioHook entity `bot_turn_response` for an answer that is over: what of it the caller has heard. */
import { ANSWER_LEDGER, type AnswerReport } from '../../../../shared/realtime/answer-report.ts';

/** The entity, where a note is an answer's ledger and something was heard; PROTOCOL section 10. */
export function turnResponse(code: string, data: unknown): { type: string; data: unknown } | undefined {
  if (code !== ANSWER_LEDGER) return undefined;
  const { items } = data as AnswerReport;
  const text = items
    .map(item => item.heardText)
    .join(' ')
    .trim();
  return text === '' ? undefined : { type: 'bot_turn_response', data: { disposition: 'match', text } };
}
