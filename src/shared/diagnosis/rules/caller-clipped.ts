import { factRule } from '../rule.ts';

import { soundSpan } from '../sound-span.ts';

const SHARE = 0.03;

export const callerClipped = factRule(
  {
    id: 'caller-clipped',
    severity: 'warning',
    title: 'The caller’s audio is clipped: the model may misunderstand',
    explanation: 'Too many samples lie at the largest value: the microphone or a gain on the way is set too high.',
    fix: [
      'Lower the level of the caller’s microphone or headset by 6 to 12 dB.',
      'If every call is so: look for a gain on the trunk or in your conversion, and take it out.',
    ],
    confidence: 'likely',
    source: 'measured on the samples',
    rank: 56,
  },
  call => {
    const { clippedShare, audibleFrames, utterances } = call.callerSound;
    if (audibleFrames < 50 || utterances === 0 || clippedShare < SHARE) return undefined;
    return {
      evidence: soundSpan(call, 'caller', `${(100 * clippedShare).toFixed(1)} % of the samples are at full scale`),
    };
  },
);
