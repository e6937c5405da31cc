import { noteRule } from '../note-rule.ts';

export const replayedSilent = noteRule(
  {
    id: 'replayed-silent',
    severity: 'warning',
    title: 'The caller is run again without sound that the capture lacks: it is silent there',
    explanation:
      'The capture lacks the caller’s sound, as a bundle made without it does, so silence was sent in its place. What follows from speech does not come again: turns, answers, interruptions.',
    fix: [
      'To have them, ask for a bundle with sound: “Include the sound” in the page, or `export --include-audio`.',
      'What does not hang on speech can be judged: the handshake, the messages, the greeting, digits, the end.',
    ],
    confidence: 'certain',
    source: 'the console’s own note',
    rank: 18,
    covers: ['caller-muted', 'caller-too-quiet', 'vad-never-fires'],
  },
  ({ code }) => code === 'replay-silent',
);
