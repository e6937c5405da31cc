import type { Evidence } from '../finding.ts';
import { at, duration, rule } from '../rule.ts';

/** A call that ends this soon after a key ended because of it, ms. */
const SOON_MS = 1_000;

export const dtmfEndsCall = rule(
  {
    id: 'dtmf-ends-call',
    severity: 'problem',
    title: 'A key press ends the call: the server does not take dtmf',
    explanation:
      'Callers press keys, also by accident, and Genesys Cloud tells of each with a message of type dtmf. This server ended the call over one: it treats a type that it has no handler for as an error.',
    fix: [
      'Give the message type dtmf a handler; one that does nothing is enough.',
      'Ignore message types that you do not know, in place of ending the session.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL row 42; defect of the reference server',
    rank: 43,
    covers: ['ended-with-error', 'server-closed-tcp'],
  },
  call => {
    let pressedMs = Number.NEGATIVE_INFINITY;
    let found: Evidence | undefined;
    return {
      see({ event, from, message }) {
        // The console's own server takes dtmf: what ends its calls is something else.
        if (!call.isTheirServer || event.leg !== 'genesys' || found || call.close) return;
        if (from === 'genesys' && message?.type === 'dtmf') pressedMs = event.atMs;
        const afterMs = event.atMs - pressedMs;
        if (afterMs > SOON_MS) return;
        const { reason, info } = message?.parameters ?? {};
        if (from === 'server' && message?.type === 'disconnect' && reason === 'error') {
          const words = typeof info === 'string' && info !== '' ? `: ${info}` : '';
          found = at(event, `disconnect, reason error, ${duration(afterMs)} after the key${words}`);
        } else if (event.type === 'connection' && event.phase === 'close' && from === 'server' && !call.disconnect) {
          found = at(event, `The server closed the connection ${duration(afterMs)} after the key`);
        }
      },
      found: () => (found ? { evidence: [found] } : undefined),
    };
  },
);
