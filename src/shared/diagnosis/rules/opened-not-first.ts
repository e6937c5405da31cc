import { noteRule } from '../note-rule.ts';

export const openedNotFirst = noteRule(
  {
    id: 'opened-not-first',
    severity: 'problem',
    title: 'The server sent something before opened',
    explanation:
      'opened must be the server’s first message, with seq 1. Anything before it ends the session in production.',
    fix: ['Queue events, greetings and pongs until opened is written.'],
    confidence: 'certain',
    source: 'AH-13; “expected sequence 1 but received sequence 2”',
    rank: 20,
    covers: ['server-closed-tcp', 'opened-too-late'],
  },
  note => note.code === 'AH-13' && /before opened/.test(note.text),
);
