import { factRule } from '../rule.ts';
import { soundSpan } from '../sound-span.ts';

const ENOUGH_S = 2;
/** The loudest 20 ms of ordinary telephone speech lie near -15 dBFS; a caller in a street hears nothing of this. */
const LOUDEST_DB = -42;
/** Half a second above the noise of a line, frames: comfort noise is no voice. */
const LEAST_FRAMES = 25;
/** A server that sends back what it hears is as quiet as its caller. */
const ABOVE_BOT_DB = 10;

export const botTooQuiet = factRule(
  {
    id: 'bot-too-quiet',
    severity: 'warning',
    title: 'The bot’s audio is so quiet that hardly a caller will hear it',
    explanation: 'There is sound in the frames that go to Genesys Cloud, far below the level of ordinary speech.',
    fix: [
      'Look for where your conversion turns it down: 16-bit samples read as floats or divided twice, a gain, a mix with silence.',
      'Compare with the model’s own audio: OpenAI speaks near −20 dBFS.',
    ],
    confidence: 'likely',
    source: 'measured on the bytes',
    rank: 21,
  },
  call => {
    const { seconds, loudFrames, loudestDb } = call.botSound;
    if (seconds < ENOUGH_S || loudFrames < LEAST_FRAMES || loudestDb > LOUDEST_DB) return undefined;
    if (call.callerSound.loudestDb < loudestDb + ABOVE_BOT_DB) return undefined;
    const words = `Its loudest moment is ${Math.round(loudestDb)} dBFS; that of ordinary speech lies near −15 dBFS`;
    return { evidence: soundSpan(call, 'bot', words.replace('-', '−')) };
  },
);
