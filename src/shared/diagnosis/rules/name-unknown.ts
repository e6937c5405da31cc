import { at, factRule } from '../rule.ts';

export const nameUnknown = factRule(
  {
    id: 'name-unknown',
    severity: 'problem',
    title: 'The host name of the address does not exist',
    explanation:
      'No address belongs to this name: it is misspelt, the tunnel that had it is gone, or this machine has no network.',
    fix: [
      'Check the host of the Base Connection URI, letter by letter.',
      'If it is a tunnel’s name: start the tunnel again, and enter the new name.',
    ],
    confidence: 'certain',
    source: 'DNS',
    rank: 10,
    covers: ['call-failed'],
  },
  ({ isCaller, transportError, upgradeAnswer }) => {
    const reason = transportError?.reason ?? '';
    if (!isCaller || !transportError || upgradeAnswer || !/ENOTFOUND|EAI_AGAIN/.test(reason)) return undefined;
    return { evidence: [at(transportError, reason)] };
  },
);
