import { noteRule } from '../note-rule.ts';

export const audioBeforeOpened = noteRule(
  {
    id: 'audio-before-opened',
    severity: 'warning',
    title: 'The server sends audio before opened: the bot’s first words are lost',
    explanation:
      'Audio flows only after opened. What Genesys Cloud does with earlier frames is not known; this console does not play them.',
    fix: ['Hold the bot’s audio back until opened is written.'],
    confidence: 'certain',
    source: 'AH-10; PROTOCOL row 3',
    rank: 22,
  },
  (note, call) => call.blamesServer(note) && note.code === 'AH-10' && /before opened/.test(note.text),
);
