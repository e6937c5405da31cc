import { noteRule } from '../note-rule.ts';

export const openaiRateLimited = noteRule(
  {
    id: 'openai-rate-limited',
    severity: 'problem',
    title: 'OpenAI’s rate limit was reached',
    explanation:
      'More tokens or requests in a minute than the account’s tier allows. Answers fail until the minute is over.',
    fix: [
      'Wait, make fewer calls at once, or raise the tier.',
      'Shorter instructions and a lower maxOutputTokens reserve fewer tokens.',
    ],
    confidence: 'certain',
    source: 'RT-07, RT-08',
    rank: 15,
    covers: ['response-failed', 'openai-error'],
  },
  note =>
    /rate_limit_exceeded|too many requests/i.test(note.text) &&
    note.code.startsWith('RT-') &&
    !/insufficient_quota/.test(note.text),
);
