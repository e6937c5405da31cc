import { noteRule } from '../note-rule.ts';

export const tooManyMessages = noteRule(
  {
    id: 'too-many-messages',
    severity: 'problem',
    title: 'The server sends more text messages than Genesys Cloud takes (5 a second)',
    explanation:
      '5 text messages a second on average and 25 at once; pause and resume 2 a second. More is answered with error 429.',
    fix: ['Merge events: one a turn, not one a token.', 'Keep two tokens back for pong.'],
    confidence: 'certain',
    source: 'AH-18, AH-33; AUDIOHOOK-0012, quoted by others',
    rank: 27,
  },
  note => (note.code === 'AH-18' && note.text.includes('text')) || note.code === 'AH-33',
);
