import { noteRule } from '../note-rule.ts';

export const openaiSessionLost = noteRule(
  {
    id: 'openai-session-lost',
    severity: 'warning',
    title: 'The connection to the model was lost in the call',
    explanation:
      'A session cannot be resumed. A new one is told the conversation so far as text; the caller hears a pause at most, unless it cannot be had.',
    fix: ['If it happens often: look at the network between this machine and OpenAI.'],
    confidence: 'certain',
    source: 'RT-04; RT-03',
    rank: 40,
    covers: ['caller-waits'],
  },
  note => note.code === 'RT-04' || (note.code === 'RT-03' && note.level !== 'info'),
);
