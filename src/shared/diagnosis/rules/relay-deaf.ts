import { noteRule } from '../note-rule.ts';

export const relayDeaf = noteRule(
  {
    id: 'relay-deaf',
    severity: 'warning',
    title: 'The relay could not read all that it passed on',
    explanation:
      'What one side sent is no WebSocket as far as this console can read it. It went on as it came, but from there on the recording lacks this direction, and the findings too.',
    fix: [
      'See in the note which side it was and why; a proxy or a compression that nobody agreed on is the usual cause.',
    ],
    confidence: 'certain',
    source: 'the relay’s own note; RFC 6455, section 5',
    rank: 48,
    covers: ['connection-lost'],
  },
  note => note.code === 'relay-deaf',
);
