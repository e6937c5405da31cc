import { noteRule } from '../note-rule.ts';

export const emptyAnswer = noteRule(
  {
    id: 'empty-answer',
    severity: 'warning',
    title: 'The model answered with nothing',
    explanation: 'The response is complete and empty: the caller hears silence.',
    fix: [
      'Say in the instructions (session.instructions; in this console Settings, profile, Instructions) that every turn is to be answered aloud.',
      'Check that output_modalities of the session is ["audio"].',
    ],
    confidence: 'certain',
    source: 'RT-29',
    rank: 54,
    covers: ['caller-waits'],
  },
  note => note.code === 'RT-29',
);
