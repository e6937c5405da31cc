import { noteRule } from '../note-rule.ts';

export const openaiSessionExpired = noteRule(
  {
    id: 'openai-session-expired',
    severity: 'note',
    title: 'The session of the model reached its 60 minutes and was replaced',
    explanation:
      'OpenAI ends each session after an hour. A new one was told the conversation as text, so the call went on; fine points of it may be forgotten.',
    fix: ['Nothing. Calls of more than an hour: expect the model to remember the gist alone.'],
    confidence: 'certain',
    source: 'RT-03, RT-04; documented 60 minutes',
    rank: 80,
    covers: ['openai-session-lost', 'openai-error'],
  },
  note => /session_expired|maximum duration of 60 minutes/.test(note.text) && note.code.startsWith('RT-'),
);
