import { noteRule } from '../rule.ts';

export const responseFailed = noteRule(
  {
    id: 'response-failed',
    severity: 'problem',
    title: 'The model failed to answer',
    explanation: 'The response ended as failed: the caller hears nothing to their turn.',
    fix: ['Read the reason in the note; call again.', 'Two in a row end the call.'],
    confidence: 'certain',
    source: 'RT-07',
    rank: 42,
    covers: ['ended-with-error'],
  },
  note => note.code === 'RT-07',
);
