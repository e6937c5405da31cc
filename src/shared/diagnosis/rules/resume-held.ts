import type { Evidence } from '../finding.ts';
import { andMore, at, rule } from '../rule.ts';

/** The answer to a resume comes at once, ms. */
const SOON_MS = 1_000;

export const resumeHeld = rule(
  {
    id: 'resume-held',
    severity: 'warning',
    title: 'resume brings no audio back: Genesys Cloud holds the call itself too',
    explanation:
      'The server asked for audio with resume, and Genesys Cloud answered paused. A session can be held from both sides (a secure flow, a hold of the agent); audio goes on when both have let go, and then resumed comes.',
    fix: [
      'Wait for resumed before you speak or listen; do not send resume again.',
      'Keep what the bot has to say until then, or drop it.',
    ],
    confidence: 'certain',
    source: 'PROTOCOL row 45',
    rank: 52,
  },
  () => {
    const evidence: Evidence[] = [];
    let count = 0;
    let askedMs: number | undefined;
    return {
      see({ event, from, message }) {
        if (event.leg !== 'genesys' || !message) return;
        if (from === 'server' && message.type === 'resume') askedMs = event.atMs;
        else if (from === 'genesys' && message.type === 'resumed') askedMs = undefined;
        else if (from === 'genesys' && message.type === 'paused' && askedMs !== undefined) {
          if (event.atMs - askedMs <= SOON_MS) {
            count += 1;
            if (evidence.length < 5) evidence.push(at(event, 'paused came in answer to resume'));
          }
          askedMs = undefined;
        }
      },
      found: () => (count === 0 ? undefined : { evidence: andMore(evidence, count) }),
    };
  },
);
