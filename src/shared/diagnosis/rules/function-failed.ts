import { noteRule } from '../note-rule.ts';

export const functionFailed = noteRule(
  {
    id: 'function-failed',
    severity: 'warning',
    title: 'A function of the model failed',
    explanation:
      'The model was told that it failed, or that it called it wrongly; its answer to the caller may be useless.',
    fix: [
      'Read the reason in the note: time-out, HTTP status, arguments that are no JSON.',
      'Try the function’s address by hand with these arguments.',
    ],
    confidence: 'certain',
    source: 'RT-30, RT-24',
    rank: 53,
    covers: ['caller-waits'],
  },
  note => note.code === 'RT-30' || note.code === 'RT-24',
);
