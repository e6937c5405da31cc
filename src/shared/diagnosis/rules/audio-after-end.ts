import { noteRule } from '../note-rule.ts';

export const audioAfterEnd = noteRule(
  {
    id: 'audio-after-end',
    severity: 'warning',
    title: 'The server sends audio after it ended the call',
    explanation: 'After disconnect nothing is played any more.',
    fix: [
      'Empty your queue before you send disconnect; wait for playback_completed first, so that a farewell is heard.',
    ],
    confidence: 'certain',
    source: 'AH-10; PROTOCOL 11',
    rank: 59,
    covers: ['farewell-cut'],
  },
  (note, call) =>
    call.blamesServer(note) &&
    note.code === 'AH-10' &&
    /after the end/.test(note.text) &&
    call.disconnect !== undefined,
);
