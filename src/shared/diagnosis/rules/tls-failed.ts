import { at, factRule } from '../rule.ts';

export const tlsFailed = factRule(
  {
    id: 'tls-failed',
    severity: 'problem',
    title: 'TLS failed: Genesys Cloud would not connect either',
    explanation:
      'Genesys Cloud wants wss on port 443 and a certificate of a public authority for this very name, with its whole chain. Self-signed certificates are refused.',
    fix: [
      'Get a certificate of a public authority (or use a tunnel that has one), and serve its whole chain.',
      'If this is a local server without TLS, call it with ws://; Genesys Cloud needs wss://.',
    ],
    confidence: 'certain',
    source: 'PROTOCOL 1; row 20',
    rank: 10,
    covers: ['call-failed'],
  },
  ({ isCaller, transportError, upgradeAnswer }) => {
    const reason = transportError?.reason ?? '';
    if (
      !isCaller ||
      !transportError ||
      upgradeAnswer ||
      !/certificate|self.signed|wrong version number|EPROTO|ERR_TLS|UNABLE_TO|altnames/i.test(reason)
    )
      return undefined;
    return { evidence: [at(transportError, reason)] };
  },
);
