import { A_LAW_LIKENESS } from '../../checks/sound-statistics.ts';
import { factRule } from '../rule.ts';
import { soundSpan } from '../sound-span.ts';

export const botAudioALaw = factRule(
  {
    id: 'bot-audio-a-law',
    severity: 'problem',
    title: 'The bot’s audio is A-law: it must be µ-law',
    explanation: 'PCMU is the µ-law of G.711. The same bytes read as A-law make a smoother voice, so A-law was sent.',
    fix: [
      'Ask OpenAI for {"type":"audio/pcmu"} in audio.output.format of session.update, not audio/pcma.',
      'Or encode with µ-law (ITU-T G.711), where you encode yourself.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL 6; measured on the bytes',
    rank: 17,
  },
  call => {
    const sound = call.botSound;
    const likeness = sound.likeness;
    if (!likeness || !(likeness.aLaw > A_LAW_LIKENESS && likeness.sixteenBit < 0.1)) return undefined;
    return {
      evidence: soundSpan(
        call,
        'bot',
        `Taken for A-law the sound is smoother by ${likeness.aLaw.toFixed(2)} powers of ten`,
      ),
    };
  },
);
