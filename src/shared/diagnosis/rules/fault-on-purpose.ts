import { noteRule } from '../note-rule.ts';

export const faultOnPurpose = noteRule(
  {
    id: 'fault-on-purpose',
    severity: 'note',
    title: 'The caller broke a rule on purpose',
    explanation:
      'This call was made with a fault, to see what a server makes of it. What follows may be the right answer to it.',
    fix: ['Compare with what a good server does: the note says it.'],
    confidence: 'certain',
    source: 'call --fault',
    rank: 90,
  },
  note => note.code === 'fault',
);
