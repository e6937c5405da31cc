import type { Evidence } from '../finding.ts';
import { duration, rule, span } from '../rule.ts';

const SLOW_MS = 2_000;

export const slowPong = rule(
  {
    id: 'slow-pong',
    severity: 'warning',
    title: 'The server answers pings late',
    explanation:
      'A pong must come before the next ping is due (5 s). Here it took more than 2 s: something blocks the loop that reads the socket.',
    fix: [
      'Write pong ahead of everything that is queued.',
      'Move speech synthesis, recognition and look-ups off that loop.',
    ],
    confidence: 'likely',
    source: 'AH-15; PROTOCOL row 35',
    rank: 56,
  },
  call => {
    let ping: { atMs: number; n: number } | undefined;
    const slow: Evidence[] = [];
    return {
      see({ event, message, from }) {
        if (event.leg !== 'genesys' || !message) return;
        if (from === 'genesys' && message.type === 'ping') ping = event;
        if (from !== 'server' || message.type !== 'pong' || !ping) return;
        const tookMs = event.atMs - ping.atMs;
        if (tookMs > SLOW_MS)
          slow.push(span(`pong came ${duration(tookMs)} after its ping`, ping.atMs, event.atMs, event.n));
        ping = undefined;
      },
      found: () => (call.isTheirServer && slow.length > 0 ? { evidence: slow.slice(0, 5) } : undefined),
    };
  },
);
