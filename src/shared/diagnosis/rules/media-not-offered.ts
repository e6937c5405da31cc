import { noteRule } from '../note-rule.ts';
import { selectsOther } from '../selected-media.ts';

export const mediaNotOffered = noteRule(
  {
    id: 'media-not-offered',
    severity: 'problem',
    title: 'The server answered with media that was not offered (stereo to a mono offer?)',
    explanation:
      'Audio Connector offers PCMU at 8000 Hz with the external channel alone. The server selected something else, so Genesys Cloud ends the session with error 400.',
    fix: [
      'Choose from open.parameters.media instead of writing the media by hand.',
      'For Audio Connector: {"type":"audio","format":"PCMU","channels":["external"],"rate":8000}.',
    ],
    confidence: 'certain',
    source: 'AH-12; PROTOCOL row 34',
    rank: 20,
    covers: ['server-closed-tcp'],
  },
  (note, call) => note.code === 'AH-12' && call.blamesServer(note) && selectsOther(call),
);
