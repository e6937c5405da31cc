import { noteRule } from '../note-rule.ts';

export const captureFailed = noteRule(
  {
    id: 'capture-failed',
    severity: 'warning',
    title: 'The session is not recorded completely: the disk refused',
    explanation: 'The call went on, but what came after this is not kept; the findings cannot know it.',
    fix: [
      'Make room on the disk, or delete old sessions; see that the data folder can be written.',
      'Or start with another --data-dir.',
    ],
    confidence: 'certain',
    source: 'the console’s own note',
    rank: 50,
  },
  note => note.code === 'capture-failed',
);
