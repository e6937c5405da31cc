import { FAULTS } from '../../audiohook/faults.ts';
import { type Found, factRule } from '../rule.ts';
import { moment } from '../told.ts';

/** Reasons of disconnect that lead into the flow's failure path. */
const FAILURES = ['error', 'unauthorized', 'rejected'];

/** Of a call whose fault a server should end. */
const AS_IT_SHOULD: Omit<Found, 'evidence'> = {
  severity: 'note',
  title: 'The server ended the call over the fault, as it should',
  explanation: 'This call was made with a fault that a server should end with disconnect, and it did.',
  fix: ['Nothing.'],
};

function wasAskedFor(fault: string | undefined): boolean {
  const end = Object.entries(FAULTS).find(([id]) => id === fault)?.[1].end;
  return end === 'ended' || end === 'refused';
}

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
  ({ disconnect, isCaller, fault }) => {
    const { reason, info } = disconnect?.message.parameters ?? {};
    if (!disconnect || !FAILURES.includes(String(reason))) return undefined;
    const evidence = [moment(disconnect, `disconnect, reason ${String(reason)}${info ? `: ${String(info)}` : ''}`)];
    return isCaller && wasAskedFor(fault) ? { ...AS_IT_SHOULD, evidence } : { evidence };
  },
);
