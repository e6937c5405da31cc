import { duration, factRule } from '../rule.ts';
import { moment } from '../told.ts';

/** Beyond this a slow day passes the limit of 5 s. */
const SLOW_MS = 2_500;

export const openedSlow = factRule(
  {
    id: 'opened-slow',
    severity: 'warning',
    title: 'opened comes late: on a bad day it passes the limit of 5 s',
    explanation: 'Genesys Cloud waits 5 s for opened. It came in time here, but with little to spare.',
    fix: ['Send opened first, and start slow things after it.'],
    confidence: 'certain',
    source: 'AH-13; servers that lost calls so',
    rank: 60,
  },
  ({ open, opened }) => {
    const tookMs = open && opened ? opened.atMs - open.atMs : 0;
    if (!open || !opened || tookMs < SLOW_MS) return undefined;
    return { evidence: [moment(opened, `opened came ${duration(tookMs)} after open`)] };
  },
);
