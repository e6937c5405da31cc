import { at, factRule } from '../rule.ts';

export const unreachable = factRule(
  {
    id: 'unreachable',
    severity: 'problem',
    title: 'The server was not reached, or did not answer the upgrade within 5 s',
    explanation: 'The connection could not be made, was dropped, or the upgrade was not answered within 5 s.',
    fix: ['Check host, port and firewall.', 'If the server is a function or scales to zero: keep an instance warm.'],
    confidence: 'certain',
    source: 'PROTOCOL 13: 5 s; AH-32',
    rank: 12,
    covers: ['call-failed'],
  },
  ({ isCaller, transportError, upgradeAnswer }) => {
    const reason = transportError?.reason ?? '';
    if (
      !isCaller ||
      !transportError ||
      upgradeAnswer ||
      !/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|handshake has timed out|ECONNRESET|socket hang up/i.test(reason)
    )
      return undefined;
    return { evidence: [at(transportError, reason)] };
  },
);
