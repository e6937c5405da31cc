import { duration, factRule, span } from '../rule.ts';

const LONG_ENOUGH_MS = 5_000;

export const noCallerAudio = factRule(
  {
    id: 'no-caller-audio',
    severity: 'problem',
    title: 'No audio comes from the calling side',
    explanation:
      'The session is open with audio, and not one binary frame came. Genesys Cloud streams all the time, silence too.',
    fix: ['See that a proxy on the way passes binary frames.', 'With a test client: send audio after opened.'],
    confidence: 'certain',
    source: 'RT-19; PROTOCOL 6',
    rank: 17,
  },
  ({ isCaller, opened, selected, isProbe, callerFrames, paused, lastMs }) => {
    if (isCaller || !opened || isProbe || paused || selected.length === 0 || callerFrames.frames > 0) return undefined;
    if (lastMs - opened.atMs < LONG_ENOUGH_MS) return undefined;
    return { evidence: [span(`No binary frame in ${duration(lastMs - opened.atMs)}`, opened.atMs, lastMs, opened.n)] };
  },
);
