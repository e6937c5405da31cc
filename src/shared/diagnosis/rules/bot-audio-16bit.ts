import { SIXTEEN_BIT_LIKENESS } from '../../checks/sound-statistics.ts';
import { factRule } from '../rule.ts';
import { soundSpan } from '../sound-span.ts';

export const botAudio16bit = factRule(
  {
    id: 'bot-audio-16bit',
    severity: 'problem',
    title: 'The bot’s audio is 16-bit PCM: Genesys Cloud plays it as µ-law, which is loud noise',
    explanation:
      'PCMU has one byte a sample. The bytes sent here alternate like the high and low bytes of 16-bit samples, as OpenAI’s default format (PCM, 24 kHz) has them.',
    fix: [
      'Ask OpenAI for {"type":"audio/pcmu"} in session.update (audio.output.format), and check session.updated.',
      'Or convert: resample to 8 kHz, then encode each sample as µ-law.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL row 5; measured on the bytes',
    rank: 16,
    covers: [
      'zero-silence',
      'bot-audio-clipped',
      'bot-audio-24khz',
      'bot-audio-offset',
      'bot-audio-a-law',
      'bot-audio-stereo',
    ],
  },
  call => {
    const sound = call.botSound;
    const likeness = sound.likeness;
    if (!likeness || !(likeness.sixteenBit > SIXTEEN_BIT_LIKENESS)) return undefined;
    return {
      evidence: soundSpan(
        call,
        'bot',
        `Even and odd bytes differ as in 16-bit samples: ${likeness.sixteenBit.toFixed(2)}, where PCMU has less than 0.03`,
      ),
    };
  },
);
