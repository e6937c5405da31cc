import { DULL } from '../../checks/sound-statistics.ts';
import { factRule } from '../rule.ts';
import { soundSpan } from '../sound-span.ts';

export const botAudio24khz = factRule(
  {
    id: 'bot-audio-24khz',
    severity: 'problem',
    title: 'The bot’s audio is not at 8 kHz: it plays three times too slowly (24 kHz?)',
    explanation:
      'The bytes are µ-law, but the voice has no high tones, as when audio of 24 kHz is played at 8 kHz: slow, deep, and three times as long.',
    fix: [
      'Ask OpenAI for {"type":"audio/pcmu"}: it is 8 kHz already.',
      'Or resample to 8 kHz before you encode to µ-law.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL row 5; measured on the spectrum',
    rank: 17,
  },
  call => {
    const sound = call.botSound;
    const likeness = sound.likeness;
    if (!likeness || !(likeness.brightness !== undefined && likeness.brightness < DULL && sound.utterances > 0))
      return undefined;
    return {
      evidence: soundSpan(
        call,
        'bot',
        `Above 1.4 kHz lies ${(100 * (likeness.brightness ?? 0)).toFixed(1)} % of the power, where a voice has more than 40 %`,
      ),
    };
  },
);
