import { BIG_ENDIAN_LIKENESS } from '../l16-meter.ts';
import { factRule } from '../rule.ts';
import { soundSpan } from '../sound-span.ts';
import { smoother } from './bot-audio-big-endian.ts';

export const callerAudioBigEndian = factRule(
  {
    id: 'caller-audio-big-endian',
    severity: 'warning',
    title: 'The caller’s 16-bit audio (L16) has its bytes swapped: read as little-endian it is loud noise',
    explanation:
      'Each L16 sample has two bytes, and the client sends the high one first. Genesys’s reference server reads the low one first (little-endian), and so does this console; RFC 3551 says the opposite, and Genesys documents neither. A model that gets these bytes unswapped hears noise.',
    fix: [
      'In your server: swap the two bytes of each sample before you convert (swap16() of a Buffer in Node, byteswap() in Python).',
      'With a test client of your own: send little-endian, or offer PCMU, which has one byte a sample.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL row 9; AH-27; measured on the bytes',
    rank: 20,
    covers: ['caller-audio-wrong-format', 'caller-clipped', 'caller-too-quiet', 'caller-muted', 'vad-never-fires'],
  },
  call => {
    const likeness = call.callerL16.bigEndianLikeness;
    if (likeness === undefined || likeness < BIG_ENDIAN_LIKENESS) return undefined;
    return { evidence: soundSpan(call, 'caller', smoother(likeness)) };
  },
);
