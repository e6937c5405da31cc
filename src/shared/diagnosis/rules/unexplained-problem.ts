import { noteRule } from '../note-rule.ts';

/** Notes of what does not touch the call: a warning of their own explains them. */
const EXPLAINED = ['relay-deaf', 'capture-failed'];

export const unexplainedProblem = noteRule(
  {
    id: 'unexplained-problem',
    severity: 'problem',
    title: 'Something went wrong that no finding explains',
    explanation:
      'The console noted a problem on the wire, and none of its findings fits. The note says what was seen, with the number of the rule where one was broken.',
    fix: [
      'Open the evidence in the log: the message just before the note is what it is about.',
      'Look its rule (AH-… or RT-…) up in docs/rules: it says what is allowed, and how sure that is.',
      'Copy as a post, and ask: nobody has described this one yet.',
    ],
    confidence: 'certain',
    source: 'the console’s own notes',
    rank: 99,
    lastResort: true,
  },
  note => note.level === 'problem' && !EXPLAINED.includes(note.code),
);
