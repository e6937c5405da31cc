import { at, duration, factRule } from '../rule.ts';

const SLOW_MS = 2_500;

export const upgradeSlow = factRule(
  {
    id: 'upgrade-slow',
    severity: 'warning',
    title: 'The upgrade is answered late',
    explanation: 'A signature lives 10 s, and the caller hears nothing meanwhile.',
    fix: ['Do nothing slow before the answer to the upgrade; keep an instance warm.'],
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
