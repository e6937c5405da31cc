import { noteRule } from '../note-rule.ts';

export const wrongId = noteRule(
  {
    id: 'wrong-id',
    severity: 'problem',
    title: 'The server’s messages carry another id than the session’s',
    explanation:
      'The id of every message is that of open (Audiohook-Session-Id); not the conversation’s, not one of your own.',
    fix: [
      'Keep the id of open, and put it into every message that you send: it is the session’s id, also in the header Audiohook-Session-Id.',
    ],
    confidence: 'certain',
    source: 'AH-03; PROTOCOL row 32',
    rank: 21,
    covers: ['server-closed-tcp'],
  },
  (note, call) => note.code === 'AH-03' && call.blamesServer(note),
);
