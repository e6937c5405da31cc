import { at, factRule } from '../rule.ts';

export const nothingListens = factRule(
  {
    id: 'nothing-listens',
    severity: 'problem',
    title: 'Nothing listens at this address',
    explanation: 'The machine was reached and refused the connection: no program listens at this port.',
    fix: [
      'Start the server, or check host and port of the address.',
      'A server in a container must publish its port; one on 127.0.0.1 is reached from this machine alone.',
    ],
    confidence: 'certain',
    source: 'TCP: connection refused',
    rank: 10,
    covers: ['call-failed'],
  },
  ({ isCaller, transportError, upgradeAnswer }) => {
    const reason = transportError?.reason ?? '';
    if (!isCaller || !transportError || upgradeAnswer || !/ECONNREFUSED/.test(reason)) return undefined;
    return { evidence: [at(transportError, reason)] };
  },
);
