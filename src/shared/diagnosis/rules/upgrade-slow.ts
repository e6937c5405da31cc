import { at, duration, factRule } from '../rule.ts';

const SLOW_MS = 2_500;

export const upgradeSlow = factRule(
  {
    id: 'upgrade-slow',
    severity: 'warning',
    title: 'The upgrade (HTTP 101) is answered late: the caller waits in silence',
    explanation: 'A signature lives 10 s, and the caller hears nothing meanwhile.',
    fix: [
      'Answer the upgrade first; connect to the model, look things up and load secrets after it.',
      'On a serverless platform: keep an instance warm (a minimum of one).',
    ],
    confidence: 'certain',
    source: 'PROTOCOL 2.5; ours',
    rank: 61,
  },
  ({ isCaller, upgrade, upgradeAnswer }) => {
    const tookMs = isCaller && upgrade && upgradeAnswer ? upgradeAnswer.atMs - upgrade.atMs : 0;
    if (!upgradeAnswer || tookMs < SLOW_MS) return undefined;
    return { evidence: [at(upgradeAnswer, `The upgrade was answered after ${duration(tookMs)}`)] };
  },
);
