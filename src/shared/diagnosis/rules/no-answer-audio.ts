import { noteRule } from '../note-rule.ts';

export const noAnswerAudio = noteRule(
  {
    id: 'no-answer-audio',
    severity: 'warning',
    title: 'The model sent no audio for seconds after the caller’s turn',
    explanation: 'The caller waits in silence. The model is slow, calls functions, or answers in text.',
    fix: [
      'Look what came between the turn and this: a function that takes long, an error, nothing.',
      'Have the model say a word before it looks something up.',
    ],
    confidence: 'certain',
    source: 'RT-18',
    rank: 52,
    covers: ['caller-waits'],
  },
  note => note.code === 'RT-18',
);
