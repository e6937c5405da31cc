import { A_LAW_LIKENESS, SIXTEEN_BIT_LIKENESS } from '../../checks/sound-statistics.ts';
import { factRule } from '../rule.ts';
import { soundSpan } from '../sound-span.ts';

export const callerAudioWrongFormat = factRule(
  {
    id: 'caller-audio-wrong-format',
    severity: 'problem',
    title: 'The caller’s audio is not PCMU',
    explanation:
      'The selected media is PCMU, but the bytes look like another format. Genesys Cloud does not do so: a test client sends what it should not.',
    fix: ['Send µ-law at 8 kHz from the test client.'],
    confidence: 'likely',
    source: 'PROTOCOL 6; measured on the bytes',
    rank: 18,
    covers: ['vad-never-fires', 'caller-clipped', 'caller-too-quiet'],
  },
  call => {
    const { likeness } = call.callerSound;
    if (!likeness) return undefined;
    const what =
      likeness.sixteenBit > SIXTEEN_BIT_LIKENESS ? '16-bit PCM' : likeness.aLaw > A_LAW_LIKENESS ? 'A-law' : undefined;
    return what ? { evidence: soundSpan(call, 'caller', `The bytes look like ${what}`) } : undefined;
  },
);
