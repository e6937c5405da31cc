import { noteRule } from '../note-rule.ts';

export const clockOff = noteRule(
  {
    id: 'clock-off',
    severity: 'problem',
    title: 'The clocks differ: the signature is too old, or of the future',
    explanation:
      'A signature is good for 10 s, with 3 s for clocks that differ. What is older is refused, because it could be a replay.',
    fix: [
      'Set this machine’s clock by NTP, and compare it with a clock that you trust.',
      'If the clock is right, something holds upgrades back on the way for longer than the signature lives.',
    ],
    confidence: 'certain',
    source: 'AH-24; reference implementation',
    rank: 5,
  },
  note => note.code === 'AH-24' && !/nonce was used/.test(note.text),
);
