import { factRule } from '../rule.ts';

import { soundSpan } from '../sound-span.ts';

export const callerTooQuiet = factRule(
  {
    id: 'caller-too-quiet',
    severity: 'warning',
    title: 'The caller is too quiet for the model’s turn detection',
    explanation:
      'There is speech in the caller’s audio, but so faint that turn detection at its default threshold does not hear it.',
    fix: [
      'Raise the microphone’s level.',
      'Lower audio.input.turn_detection.threshold in session.update (0.5 is the default), for example to 0.3. In this console: Settings, profile, Threshold.',
    ],
    confidence: 'likely',
    source: 'measured: our own ear hears it only at its highest sensitivity',
    rank: 20,
    covers: ['vad-never-fires', 'caller-waits'],
  },
  call => {
    const { callerSound, isProbe } = call;
    const { utterances, quietUtterances, seconds, levelDb, audibleFrames } = callerSound;
    if (isProbe || seconds < 5 || utterances > 0 || quietUtterances === 0 || audibleFrames === 0) return undefined;
    return {
      evidence: soundSpan(
        call,
        'caller',
        `Speech at ${Math.round(levelDb)} dBFS; ordinary telephone speech lies near −27 dBFS`,
      ),
    };
  },
);
