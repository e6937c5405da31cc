/** From the caller's mouth to the model. */
import { duration } from '../rule.ts';
import { CONNECTED, recordingOf } from './caller-hears.ts';
import { broken, type LinkRule, missing, ok, RELAY } from './link-rule.ts';

export const BOT_HEARS: readonly LinkRule[] = [
  ...CONNECTED,
  {
    id: 'frames',
    label: 'Audio received from Genesys Cloud',
    brokenBy: ['no-caller-audio', 'gateway-without-binary', 'pause-never-ended'],
    look: call => {
      const { callerFrames } = call;
      if (!callerFrames.first) return missing(call, 'No binary frame came from Genesys Cloud');
      return ok(`${duration(callerFrames.ms)} in ${callerFrames.frames} frames.`, callerFrames.first);
    },
    howToKnow: 'Seen on the AudioHook leg.',
  },
  {
    id: 'caller-format',
    label: 'In the right format',
    brokenBy: ['caller-audio-wrong-format'],
    look: ({ callerSound, callerFrames }) =>
      callerSound.likeness ? ok('Its bytes look like PCMU at 8 kHz.', callerFrames.first) : undefined,
    howToKnow: 'Known after a second of sound.',
  },
  {
    id: 'voice',
    label: 'With a voice in it',
    brokenBy: ['caller-muted', 'caller-too-quiet', 'replayed-silent'],
    look: call => {
      const { callerSound, callerFrames } = call;
      if (callerSound.bytes === 0) return undefined;
      if (callerSound.utterances === 0) return { state: 'waiting', text: 'Our own ear heard no speech.' };
      const times = callerSound.utterances === 1 ? 'once' : `${callerSound.utterances} times`;
      return ok(`Our own ear heard speech ${times}, at ${Math.round(callerSound.levelDb)} dBFS.`, callerFrames.first);
    },
    howToKnow: 'Known once the bytes of the audio are there.',
  },
  {
    id: 'forwarded',
    label: 'Handed on to the model',
    brokenBy: ['caller-audio-not-forwarded', 'relay-caller-lost'],
    look: ({ model }) => {
      if (!model.seen) return undefined;
      if (!model.firstAppend) return broken('No input_audio_buffer.append was sent');
      return ok(`${duration(model.appendedBytes / 8)} in ${model.appends} pieces.`, model.firstAppend);
    },
    howToKnow: RELAY,
  },
  {
    id: 'input-format',
    label: 'The model expects this format',
    brokenBy: ['model-hears-other-format', 'session-wrong-format', 'session-update-rejected', 'openai-beta-names'],
    look: ({ model }) => {
      if (model.inputFormat === '') return undefined;
      return ok(`The session hears ${model.inputFormat}.`, model.updated);
    },
    howToKnow: RELAY,
  },
  {
    id: 'vad',
    label: 'Speech detected by the model',
    brokenBy: ['vad-never-fires'],
    look: ({ model }) => {
      const [first] = model.speechStarted;
      if (first) return ok(`speech_started came ${model.speechStarted.length} times.`, first);
      return model.seen ? { state: 'waiting', text: 'No speech_started came.' } : undefined;
    },
    howToKnow: RELAY,
  },
  {
    id: 'committed',
    label: 'Turn committed',
    brokenBy: ['turn-never-ends'],
    look: ({ model }) => {
      const [first] = model.committed;
      if (first) return ok(`${model.committed.length} turns.`, first);
      return model.seen ? { state: 'waiting', text: 'No turn was committed.' } : undefined;
    },
    howToKnow: RELAY,
  },
  {
    id: 'caller-recording',
    label: 'Heard in the recording',
    brokenBy: [],
    look: call => recordingOf(call, 'recording-caller', 'the caller'),
    howToKnow: 'Listen to the recording in Genesys Cloud, and answer below.',
  },
];
