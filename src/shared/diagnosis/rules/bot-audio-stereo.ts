import { factRule } from '../rule.ts';
import { soundSpan } from '../sound-span.ts';

export const botAudioStereo = factRule(
  {
    id: 'bot-audio-stereo',
    severity: 'problem',
    title: 'The bot’s audio is stereo: Genesys Cloud plays it as mono, at half the speed',
    explanation:
      'Audio to Genesys Cloud is one channel. Here samples come in pairs, as those of two interleaved channels.',
    fix: [
      'Send one channel only: take every second sample, or mix both, before you send.',
      'If you answered a stereo offer: the server sends mono all the same.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL row 8; measured on the bytes',
    rank: 17,
    covers: ['bot-audio-24khz'],
  },
  call => {
    const sound = call.botSound;
    const likeness = sound.likeness;
    if (!likeness || !((likeness.equalPairs > 0.95 || likeness.oneSided > 0.6) && likeness.sixteenBit < 0.2))
      return undefined;
    return {
      evidence: soundSpan(
        call,
        'bot',
        `${Math.round(100 * Math.max(likeness.equalPairs, likeness.oneSided))} % of the sample pairs are those of two channels`,
      ),
    };
  },
);
