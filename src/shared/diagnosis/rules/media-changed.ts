import { noteRule } from '../note-rule.ts';
import { selectsOther } from '../selected-media.ts';

export const mediaChanged = noteRule(
  {
    id: 'media-changed',
    severity: 'problem',
    title: 'The server changed the offered media that it returns in opened',
    explanation:
      'Genesys Cloud expects one of its offers back as it was. An added field (codec), other upper and lower case, or two elements end the session.',
    fix: [
      'Return the very object of open.parameters.media in opened.parameters.media, as a list of one.',
      'Add nothing, rename nothing.',
    ],
    confidence: 'certain',
    source: 'AH-12; production event Unrecognized field “codec”',
    rank: 20,
    covers: ['server-closed-tcp'],
  },
  (note, call) => note.code === 'AH-12' && call.blamesServer(note) && !selectsOther(call),
);
