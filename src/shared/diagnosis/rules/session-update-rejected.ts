import { noteRule } from '../note-rule.ts';

export const sessionUpdateRejected = noteRule(
  {
    id: 'session-update-rejected',
    severity: 'problem',
    title: 'OpenAI refused the session’s settings: nothing of them applies',
    explanation:
      'One wrong key refuses the whole session.update. The session would go on with PCM at 24 kHz and without your instructions, which is noise on a telephone; so the call was ended.',
    fix: [
      'Correct or leave out the setting that the message names.',
      'Look at session.update in the log: that is what was asked.',
    ],
    confidence: 'certain',
    source: 'RT-01; TanStack/ai#586',
    rank: 11,
    covers: ['ended-with-error'],
  },
  note => note.code === 'RT-01',
);
