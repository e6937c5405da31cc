import { noteRule } from '../note-rule.ts';

export const noPong = noteRule(
  {
    id: 'no-pong',
    severity: 'problem',
    title: 'The server did not answer a ping within 5 s',
    explanation:
      'Genesys Cloud asks every 5 s whether the server is alive. When no pong has come by the next ping it reports error 408 and ends the session, however good the audio is.',
    fix: [
      'Answer ping with pong in the loop that reads the socket, ahead of audio that is queued.',
      'Take the seq of the ping as clientseq.',
      'Keep speech synthesis and recognition from blocking that loop.',
      'Answer pings in pauses too, and after your own disconnect until close has come.',
    ],
    confidence: 'certain',
    source: 'AH-15; documentation and reference client',
    rank: 40,
    covers: ['server-closed-tcp'],
  },
  note => note.code === 'AH-15' && note.level !== 'info' && /timeout/i.test(note.text),
);
