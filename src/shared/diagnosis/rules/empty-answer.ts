import { noteRule } from '../rule.ts';

export const emptyAnswer = noteRule(
  {
    id: 'empty-answer',
    severity: 'warning',
    title: 'The model answered with nothing',
    explanation: 'The response is complete and empty: the caller hears silence.',
    fix: ['Say in the instructions that every turn is to be answered aloud.'],
    confidence: 'certain',
    source: 'RT-29',
    rank: 54,
  },
  note => note.code === 'RT-29',
);
