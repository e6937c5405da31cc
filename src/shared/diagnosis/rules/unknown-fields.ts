import { noteRule } from '../note-rule.ts';

export const unknownFields = noteRule(
  {
    id: 'unknown-fields',
    severity: 'warning',
    title: 'The server’s messages have fields that the protocol does not know',
    explanation:
      'Unknown fields in some objects are known to end sessions in production; whether in all of them is not known.',
    fix: [
      'Leave out the fields that the evidence names. What you want to tell belongs into info, or into outputVariables of disconnect.',
    ],
    confidence: 'possible',
    source: 'AH-02, AH-06; PROTOCOL section 17',
    rank: 60,
  },
  (note, call) => call.blamesServer(note) && ['AH-02', 'AH-06'].includes(note.code) && note.level === 'warning',
);
