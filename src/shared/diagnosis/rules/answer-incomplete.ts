import { noteRule } from '../note-rule.ts';

export const answerIncomplete = noteRule(
  {
    id: 'answer-incomplete',
    severity: 'warning',
    title: 'An answer was cut off by the model itself',
    explanation: 'The response ended incomplete: maxOutputTokens is too low, or the content filter stopped it.',
    fix: [
      'Reason max_output_tokens: raise session.max_output_tokens (profile: maxOutputTokens), or ask for shorter answers in the instructions.',
      'Reason content_filter: look what was asked and said just before; the instructions may provoke it.',
    ],
    confidence: 'certain',
    source: 'RT-14',
    rank: 55,
  },
  note => note.code === 'RT-14',
);
