import { duration, factRule, span } from '../rule.ts';

const ENOUGH_S = 2;

export const botAudioSilent = factRule(
  {
    id: 'bot-audio-silent',
    severity: 'problem',
    title: 'The bot’s audio is silence',
    explanation: 'Frames went to Genesys Cloud, but there is no sound in them.',
    fix: [
      'Look whether the model’s answers have audio (output_modalities), and whether your conversion reads the right bytes.',
      'If it is a bot that only sends silence between prompts: it need not.',
    ],
    confidence: 'certain',
    source: 'measured on the bytes',
    rank: 18,
  },
  ({ botSound, botFrames }) => {
    if (botSound.seconds < ENOUGH_S || botSound.audibleFrames > 0 || !botFrames.first || !botFrames.last)
      return undefined;
    const text = `${duration(1000 * botSound.seconds)} of audio, all of it below −62 dBFS`;
    return { evidence: [span(text, botFrames.first.atMs, botFrames.last.atMs, botFrames.first.n)] };
  },
);
