import { noteRule } from '../note-rule.ts';

export const openedTooLate = noteRule(
  {
    id: 'opened-too-late',
    severity: 'problem',
    title: 'The server did not answer open within 5 s',
    explanation:
      'Genesys Cloud gives a server 5 s from open to opened, then reports error 408 and ends the session. Usually something slow (a bot, speech recognition, a look-up) is started before the answer.',
    fix: [
      'Send opened at once, with the offered media.',
      'Start the bot, look-ups and everything slow after it; what the caller says meanwhile can be kept.',
      'If nothing can be heard before the bot is ready, answer with startPaused and send resume later.',
    ],
    confidence: 'certain',
    source: 'AH-13; PROTOCOL: open to opened 5 s; reported by servers that lost half of their calls so',
    rank: 20,
    covers: ['server-closed-tcp', 'unexplained-problem'],
  },
  (note, call) => note.code === 'AH-13' && /timed out/i.test(note.text) && !call.opened,
);
