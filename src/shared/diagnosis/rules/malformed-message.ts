import { noteRule } from '../note-rule.ts';

export const malformedMessage = noteRule(
  {
    id: 'malformed-message',
    severity: 'problem',
    title: 'The server sent a malformed message',
    explanation:
      'Text frames hold one JSON object with version "2", type, id, seq, clientseq and parameters in their types, and nothing else: Genesys Cloud parses strictly, and ends the session.',
    fix: [
      'Compare the message with the protocol’s schema; the note names the field.',
      'Send nothing as text that is no message of the protocol.',
      'Leave serverseq and position out: they are the client’s.',
    ],
    confidence: 'certain',
    source: 'AH-01, AH-02, AH-06',
    rank: 32,
    covers: ['server-closed-tcp'],
  },
  (note, call) =>
    call.blamesServer(note) && ['AH-01', 'AH-02', 'AH-06'].includes(note.code) && note.level === 'problem',
);
