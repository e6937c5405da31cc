import { noteRule } from '../note-rule.ts';

export const openaiNoQuota = noteRule(
  {
    id: 'openai-no-quota',
    severity: 'problem',
    title: 'The OpenAI account has no quota left',
    explanation:
      'The session is there, but the model does not answer: the account has used up what was paid for. A ChatGPT subscription does not count here.',
    fix: [
      'Add credit, or raise the monthly limit, under Billing of the OpenAI platform.',
      'Check that the key belongs to the organisation and project that have the credit.',
    ],
    confidence: 'certain',
    source: 'RT-07; livekit/agents#2967',
    rank: 10,
    covers: ['ended-with-error', 'response-failed', 'openai-session-lost', 'openai-not-reached'],
  },
  note => /insufficient_quota|no quota left/.test(note.text),
);
