import { duration, factRule, span } from '../rule.ts';

/** More than this at once is no jitter, ms of audio in the first second. */
const MUCH_MS = 3_000;

export const caughtUp = factRule(
  {
    id: 'caught-up',
    severity: 'note',
    title: 'Genesys Cloud sent the audio of the waiting time at once',
    explanation:
      'What the caller said while the session was being opened is kept and then sent faster than real time. That is normal after a slow opened; a speech recogniser must take it.',
    fix: [
      'Buffer it and feed your recogniser in real time; a Realtime model takes it as it comes.',
      'Or leave it out: answer opened with discardTo, the position from which audio is wanted.',
    ],
    confidence: 'certain',
    source: 'PROTOCOL row 47',
    rank: 85,
  },
  ({ opened, catchUpMs }) => {
    if (!opened || catchUpMs < MUCH_MS) return undefined;
    return {
      evidence: [
        span(`${duration(catchUpMs)} of audio came in the first second`, opened.atMs, opened.atMs + 1000, opened.n),
      ],
    };
  },
);
