import { factRule, span } from '../rule.ts';

export const integrationInactive = factRule(
  {
    id: 'integration-inactive',
    severity: 'problem',
    title: 'The integration in Genesys Cloud is not active: its calls do not reach the server',
    explanation:
      'An inactive integration makes no calls. It stays inactive when the connection probe failed, or when it was never activated after a change.',
    fix: [
      'Set it to Active; that runs the connection probe at once, which shows here as a session of kind probe.',
      'If it falls back to inactive, the probe failed: look at its session here, or at the text that Genesys Cloud shows.',
    ],
    confidence: 'certain',
    source: 'PROTOCOL 12; your answer',
    rank: 9,
  },
  ({ ticks }) => {
    const tick = ticks.get('integration-active');
    if (!tick || tick.seen) return undefined;
    return { evidence: [span('You answered: the integration is not active', tick.atMs, tick.atMs, tick.n)] };
  },
);
