import { factRule } from '../rule.ts';

import { soundSpan } from '../sound-span.ts';

/** A model hears speech within a second. */
const DUE_MS = 3_000;

export const vadNeverFires = factRule(
  {
    id: 'vad-never-fires',
    severity: 'problem',
    title: 'The model never notices that the caller speaks',
    explanation:
      'There is speech in the audio that was handed on, but no speech_started came. Turn detection is switched off, its threshold is too high, or the session expects another format.',
    fix: [
      'See in session.updated that audio.input.format is audio/pcmu, and that turn_detection is not null.',
      'Lower audio.input.turn_detection.threshold in session.update (0.5 is the default). In this console: Settings, profile, Threshold.',
    ],
    confidence: 'likely',
    source: 'RT-21; measured with our own voice activity detection',
    rank: 22,
    covers: ['bot-never-speaks'],
  },
  call => {
    const { model, callerSound } = call;
    if (!model.updated || model.speechStarted.length > 0 || model.appends === 0) return undefined;
    if (call.callerSpokeMs === undefined || call.lastMs - call.callerSpokeMs < DUE_MS) return undefined;
    const times = callerSound.utterances === 1 ? 'once' : `${callerSound.utterances} times`;
    return {
      evidence: soundSpan(
        call,
        'caller',
        `Our own ear heard speech ${times} at ${Math.round(callerSound.levelDb)} dBFS; the model reported none`,
      ),
    };
  },
);
