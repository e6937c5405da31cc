import { factRule } from '../rule.ts';

import { soundSpan } from '../sound-span.ts';

/** Of the audible samples; a loud voice has less than a thousandth at full scale. */
const SHARE = 0.03;

export const botAudioClipped = factRule(
  {
    id: 'bot-audio-clipped',
    severity: 'warning',
    title: 'The bot’s audio is clipped: it sounds harsh',
    explanation: 'Too many samples lie at the largest value: the sound was amplified too much before it was encoded.',
    fix: [
      'Take the gain out of your conversion, or lower it by 6 to 12 dB before µ-law encoding: the model’s audio needs none.',
      'Clamp samples to −32768..32767 where you resample: overflow sounds alike.',
    ],
    confidence: 'likely',
    source: 'measured on the samples',
    rank: 56,
  },
  call => {
    const { clippedShare, audibleFrames } = call.botSound;
    if (audibleFrames < 50 || clippedShare < SHARE) return undefined;
    return {
      evidence: soundSpan(call, 'bot', `${(100 * clippedShare).toFixed(1)} % of the samples are at full scale`),
    };
  },
);
