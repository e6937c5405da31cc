import { noteRule } from '../note-rule.ts';

export const openaiSessionSlow = noteRule(
  {
    id: 'openai-session-slow',
    severity: 'problem',
    title: 'The model’s session was not ready in time',
    explanation: 'session.created or session.updated did not come within 15 s.',
    fix: [
      'Call again; look at OpenAI’s status page.',
      'With a server of your own: answer session.update with session.updated.',
    ],
    confidence: 'certain',
    source: 'RT-06',
    rank: 13,
    covers: ['ended-with-error'],
  },
  note => note.code === 'RT-06' && note.level === 'problem',
);
