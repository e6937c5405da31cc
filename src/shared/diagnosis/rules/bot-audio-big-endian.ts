import { BIG_ENDIAN_LIKENESS } from '../l16-meter.ts';
import { factRule } from '../rule.ts';
import { soundSpan } from '../sound-span.ts';

export const botAudioBigEndian = factRule(
  {
    id: 'bot-audio-big-endian',
    severity: 'warning',
    title: 'The bot’s 16-bit audio (L16) has its bytes swapped: read as little-endian it is loud noise',
    explanation:
      'Each L16 sample has two bytes, and the server sends the high one first. Genesys’s reference server reads and writes the low one first (little-endian), and so does this console; RFC 3551 says the opposite, and Genesys documents neither.',
    fix: [
      'Write the samples little-endian: writeInt16LE in Node, struct.pack("<h") in Python, no byteswap() or htons().',
      'Or select PCMU in opened, if the client offers it: it has one byte a sample, and no order.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL row 9; AH-27; measured on the bytes',
    rank: 20,
    covers: [
      'bot-audio-clipped',
      'bot-audio-a-law',
      'bot-audio-24khz',
      'bot-audio-16bit',
      'bot-audio-offset',
      'bot-audio-stereo',
      'zero-silence',
    ],
  },
  call => {
    const likeness = call.botL16.bigEndianLikeness;
    if (likeness === undefined || likeness < BIG_ENDIAN_LIKENESS) return undefined;
    return { evidence: soundSpan(call, 'bot', smoother(likeness)) };
  },
);

export function smoother(likeness: number): string {
  return `With the high byte first the sound is ${Math.round(10 ** likeness)} times smoother from sample to sample`;
}
