import { noteRule } from '../note-rule.ts';

export const openaiNoModel = noteRule(
  {
    id: 'openai-no-model',
    severity: 'problem',
    title: 'OpenAI does not know the model, or the key may not use it',
    explanation: 'The session was refused because of the model’s name.',
    fix: [
      'Check realtime.model of the profile.',
      'In OpenAI’s project settings: see that the model is allowed for the project of this key.',
    ],
    confidence: 'certain',
    source: 'RT-03; recorded: close 4000',
    rank: 10,
    covers: ['ended-with-error', 'openai-session-lost'],
  },
  note => /invalid_model|model_not_found|missing_model/.test(note.text) && /^RT-0[357]$/.test(note.code),
);
