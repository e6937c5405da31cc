import { noteRule } from '../note-rule.ts';

export const messageTooLarge = noteRule(
  {
    id: 'message-too-large',
    severity: 'problem',
    title: 'The server sent a frame of more than 64,000 bytes',
    explanation:
      'Frames, text or binary, have at most 64,000 bytes; larger ones are answered with error 413, and the session ends.',
    fix: ['Cut audio into frames of 200 ms to 1 s (1,600 to 8,000 bytes).', 'Split large events.'],
    confidence: 'certain',
    source: 'AH-09; documentation',
    rank: 25,
    covers: ['server-closed-tcp'],
  },
  (note, call) => note.code === 'AH-09' && call.blamesServer(note),
);
