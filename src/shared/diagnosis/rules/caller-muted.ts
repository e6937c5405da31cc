import { duration, factRule, span } from '../rule.ts';

const LONG_ENOUGH_S = 8;

export const callerMuted = factRule(
  {
    id: 'caller-muted',
    severity: 'warning',
    title: 'No sound comes from the caller: muted, or the wrong microphone',
    explanation:
      'Audio frames arrive from Genesys Cloud, but they are silence from beginning to end. The model’s turn detection can hear nothing in them.',
    fix: [
      'Unmute the caller’s phone, headset or softphone; choose the right microphone.',
      'In a test call: speak, or send a WAV file with speech.',
      'If the recording in Genesys Cloud has the caller’s voice: the wrong channel is sent (internal in place of external).',
    ],
    confidence: 'certain',
    source: 'measured on the bytes',
    rank: 19,
    covers: ['vad-never-fires', 'caller-too-quiet', 'caller-waits'],
  },
  ({ callerSound, callerFrames, isLineTest, isProbe, paused }) => {
    // Who calls to hear a test sound need not speak.
    if (isLineTest || isProbe || paused || callerSound.seconds < LONG_ENOUGH_S || callerSound.audibleFrames > 0)
      return undefined;
    const { first, last } = callerFrames;
    if (!first || !last) return undefined;
    const text = `${duration(1000 * callerSound.seconds)} of audio, nothing in it above ${Math.round(Math.max(-100, callerSound.loudestDb))} dBFS`;
    return { evidence: [span(text, first.atMs, last.atMs, first.n)] };
  },
);
