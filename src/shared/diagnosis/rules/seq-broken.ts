import { noteRule } from '../note-rule.ts';

export const seqBroken = noteRule(
  {
    id: 'seq-broken',
    severity: 'problem',
    title: 'The server’s seq has a gap or a repeat',
    explanation:
      'Each text message has the next number, audio has none. A gap ends the session: usually two writers count at once, or a message is numbered and then dropped by a limiter.',
    fix: ['Let one writer number messages at the moment they are written.', 'Do not count audio frames.'],
    confidence: 'certain',
    source: 'AH-04; PROTOCOL row 30',
    rank: 30,
    covers: ['server-closed-tcp'],
  },
  (note, call) => note.code === 'AH-04' && call.blamesServer(note) && !/expected sequence 1 /.test(note.text),
);
