import { factRule, span } from '../rule.ts';

export const wavHeader = factRule(
  {
    id: 'wav-header',
    severity: 'warning',
    title: 'The bot’s audio begins with a WAV header: the caller hears a click',
    explanation: 'Audio is bare samples. The header of a WAV file (RIFF) is played as 44 samples of noise.',
    fix: [
      'Send what follows the data chunk alone: audio.subarray(44) for a plain WAV file.',
      'Ask your speech service for raw audio (µ-law 8 kHz, no container).',
    ],
    confidence: 'certain',
    source: 'PROTOCOL row 6',
    rank: 48,
  },
  ({ botSound, botFrames }) => {
    if (botSound.wavHeaderAt === undefined || !botFrames.first) return undefined;
    return {
      evidence: [span('A frame begins with RIFF', botFrames.first.atMs, botFrames.first.atMs + 200, botFrames.first.n)],
    };
  },
);
