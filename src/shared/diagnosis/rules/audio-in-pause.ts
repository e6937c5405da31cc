import { noteRule } from '../note-rule.ts';

export const audioInPause = noteRule(
  {
    id: 'audio-in-pause',
    severity: 'warning',
    title: 'The server sends audio while Genesys Cloud is paused',
    explanation: 'In a pause (a secure step of the flow, a recording that is held) nobody hears what the bot says.',
    fix: ['Hold audio after paused, and go on after resumed.'],
    confidence: 'certain',
    source: 'AH-10; PROTOCOL row 4',
    rank: 50,
  },
  (note, call) => call.blamesServer(note) && note.code === 'AH-10' && /in a pause/.test(note.text),
);
