import { factRule } from '../rule.ts';

import { soundSpan } from '../sound-span.ts';

const OFFSET = 0.02;

export const botAudioOffset = factRule(
  {
    id: 'bot-audio-offset',
    severity: 'warning',
    title: 'The bot’s audio has a constant offset (DC)',
    explanation:
      'The samples do not lie around zero. It clicks where sound begins and ends, and takes room from the voice. Often unsigned samples were taken for signed ones.',
    fix: ['Check the sample format before encoding: 16-bit signed, little-endian.'],
    confidence: 'likely',
    source: 'measured on the samples',
    rank: 57,
  },
  call => {
    const { offset, rms, seconds } = call.botSound;
    if (seconds < 2 || Math.abs(offset) < OFFSET || Math.abs(offset) < 0.3 * rms) return undefined;
    return { evidence: soundSpan(call, 'bot', `The mean lies at ${(100 * offset).toFixed(1)} % of full scale`) };
  },
);
