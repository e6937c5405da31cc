import type { Evidence } from '../finding.ts';
import { andMore, at, rule } from '../rule.ts';

/** The answer to a resume comes at once, ms. */
const SOON_MS = 1_000;
const MOST_SHOWN = 5;

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
    covers: ['caller-waits'],
  },
  () => {
    const evidence: Evidence[] = [];
    let count = 0;
    /** What the server asked for and was not yet answered, in order: each gets an answer of its own. */
    let asked: { type: string; atMs: number }[] = [];
    let heldMs: number | undefined;
    return {
      see({ event, from, message }) {
        if (event.leg !== 'genesys' || !message) return;
        const { type } = message;
        if (from === 'server' && (type === 'pause' || type === 'resume')) asked.push({ type, atMs: event.atMs });
        if (from !== 'genesys' || (type !== 'paused' && type !== 'resumed')) return;
        asked = asked.filter(({ atMs }) => event.atMs - atMs <= SOON_MS);
        if (type === 'paused') {
          if (asked.shift()?.type !== 'resume') return;
          heldMs = event.atMs;
          count += 1;
          if (evidence.length < MOST_SHOWN) evidence.push(at(event, 'paused came in answer to resume'));
          return;
        }
        asked = asked.slice(asked.findIndex(each => each.type === 'resume') + 1);
        // The paused before was a late answer to a pause: this is the one to the resume.
        if (heldMs !== undefined && event.atMs - heldMs <= SOON_MS) {
          if (count <= evidence.length) evidence.pop();
          count -= 1;
        }
        heldMs = undefined;
      },
      found: () => (count === 0 ? undefined : { evidence: andMore(evidence, count) }),
    };
  },
);
