import { factRule } from '../rule.ts';
import { moment } from '../told.ts';

/** Reasons of disconnect that lead into the flow's failure path. */
const FAILURES = ['error', 'unauthorized', 'rejected'];

export const endedWithError = factRule(
  {
    id: 'ended-with-error',
    severity: 'problem',
    title: 'The server ended the call with an error',
    explanation:
      'disconnect with reason error (or unauthorized) leads the flow into its failure path. The info says why, in the server’s words.',
    fix: [
      'Read info in the message; the server’s own log says more.',
      'A call that went well ends with reason completed.',
    ],
    confidence: 'certain',
    source: 'PROTOCOL 11; row 41',
    rank: 60,
  },
  ({ disconnect }) => {
    const { reason, info } = disconnect?.message.parameters ?? {};
    if (!disconnect || !FAILURES.includes(String(reason))) return undefined;
    return { evidence: [moment(disconnect, `disconnect, reason ${String(reason)}${info ? `: ${String(info)}` : ''}`)] };
  },
);
