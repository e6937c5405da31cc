import { noteRule } from '../note-rule.ts';

export const closeNotAnswered = noteRule(
  {
    id: 'close-not-answered',
    severity: 'problem',
    title: 'The server did not answer close within 10 s',
    explanation:
      'Each close, whatever its reason, is answered with closed. Without it Genesys Cloud reports a close transaction timeout, and the probe fails.',
    fix: [
      'Answer close with closed at once, for every reason (end, error, disconnect, reconnect).',
      'Leave TCP open: the client closes it.',
    ],
    confidence: 'certain',
    source: 'AH-14; documentation',
    rank: 45,
    covers: ['server-closed-tcp'],
  },
  (note, call) => note.code === 'AH-14' && call.blamesServer(note),
);
