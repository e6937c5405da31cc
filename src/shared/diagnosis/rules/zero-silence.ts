import { factRule, span } from '../rule.ts';

/** 10 ms: in speech the byte 0x00 stands alone, or by twos and threes where a peak is cut off. */
const RUN_BYTES = 80;

export const zeroSilence = factRule(
  {
    id: 'zero-silence',
    severity: 'warning',
    title: 'Silence is sent as 0x00: in µ-law that is full scale, and the caller hears clicks',
    explanation:
      'In PCMU silence is 0xFF (or 0x7F). 0x00 stands for the largest negative sample, so a gap filled with it begins and ends with a bang.',
    fix: ['Fill gaps with 0xFF, or send nothing between prompts: Genesys Cloud needs no silence.'],
    confidence: 'certain',
    source: 'PROTOCOL row 7; bug of a widespread sample',
    rank: 47,
    covers: ['bot-audio-clipped'],
  },
  ({ botSound, botFrames }) => {
    if (botSound.zeroRun < RUN_BYTES || !botFrames.first || !botFrames.last) return undefined;
    const text = `${botSound.zeroRun} bytes 0x00 in a row`;
    return { evidence: [span(text, botFrames.first.atMs, botFrames.last.atMs, botFrames.first.n)] };
  },
);
