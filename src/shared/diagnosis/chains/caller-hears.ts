/** From the model to the caller's ear. */
import type { CallFacts } from '../call-facts.ts';
import { duration } from '../rule.ts';
import { broken, type LinkRule, missing, ok, RELAY } from './link-rule.ts';

/** Links that both chains begin with. */
export const CONNECTED: readonly LinkRule[] = [
  {
    id: 'connected',
    label: 'Connected',
    brokenBy: [
      ...[
        'openai-key-as-api-key',
        'unknown-api-key',
        'secret-not-decoded',
        'secrets-differ',
        'not-signed',
        'clock-off',
      ],
      ...[
        'signature-other-host',
        'signature-other-path',
        'signature-malformed',
        'replayed-request',
        'identity-headers',
      ],
      ...['upgrade-refused', 'upgrade-not-found', 'upgrade-redirected', 'upgrade-web-page', 'tunnel-down'],
      ...['nothing-listens', 'name-unknown', 'unreachable', 'tls-failed', 'connector-id-is-url', 'upgrade-failed'],
      ...['signature-order', 'not-a-websocket', 'relay-not-reached', 'relay-refused'],
    ],
    look: call => {
      const answer = call.upgradeAnswer;
      if (call.opened || answer?.status === 101)
        return ok('The upgrade was answered with 101.', answer ?? call.upgrade);
      if (answer?.status !== undefined) return broken(`The upgrade was answered with HTTP ${answer.status}`, answer);
      if (call.transportError) return broken(call.transportError.reason ?? 'It failed', call.transportError);
      return missing(call, 'The upgrade was not answered');
    },
    howToKnow: 'Seen at the upgrade.',
  },
  {
    id: 'opened',
    label: 'Opened with audio',
    brokenBy: [
      ...['opened-too-late', 'opened-not-first', 'media-not-offered', 'media-changed', 'no-media-selected'],
      ...['unknown-connector', 'first-seq-wrong'],
    ],
    look: call => {
      if (!call.opened) return missing(call, 'No opened followed the open');
      if (call.selected.length === 0) return broken('opened selected no media', call.opened);
      const [media] = call.selected;
      const channels = Array.isArray(media?.channels) ? media.channels.join(' and ') : '';
      return ok(`${String(media?.format)} ${String(media?.rate)} Hz, ${channels}.`, call.opened);
    },
    howToKnow: 'Seen in opened.',
  },
];

export const CALLER_HEARS: readonly LinkRule[] = [
  ...CONNECTED,
  {
    id: 'session',
    label: 'Session of the model ready',
    brokenBy: [
      ...['openai-no-key', 'openai-wrong-key', 'openai-no-model', 'openai-no-quota', 'openai-beta-names'],
      ...['session-update-rejected', 'session-wrong-format', 'openai-not-reached', 'openai-session-slow'],
    ],
    look: ({ model }) => {
      if (!model.seen) return undefined;
      return model.updated ? ok('session.updated came.', model.updated) : broken('There was no session.updated');
    },
    howToKnow: RELAY,
  },
  {
    id: 'response',
    label: 'Response created',
    brokenBy: ['no-response', 'vad-never-fires', 'two-responses', 'function-never-answered'],
    look: call => {
      if (!call.model.seen) return undefined;
      const [first] = call.model.answers;
      if (!first) return missing(call, 'The model created no response');
      return ok(`${call.model.answers.length} in this call.`, { n: first.n, atMs: first.createdMs });
    },
    howToKnow: RELAY,
  },
  {
    id: 'delta',
    label: 'Audio received from the model',
    brokenBy: ['response-failed', 'no-answer-audio', 'empty-answer'],
    look: call => {
      const { model } = call;
      if (!model.seen) return undefined;
      if (!model.firstDelta) return missing(call, 'No response.output_audio.delta came');
      return ok(`${duration(model.deltaMs)} in ${model.deltas} pieces.`, model.firstDelta);
    },
    howToKnow: RELAY,
  },
  {
    id: 'decoded',
    label: 'Audio decoded',
    brokenBy: ['model-audio-not-base64'],
    look: ({ model }) => (model.deltaBytes > 0 ? ok('Its base64 was read.', model.firstDelta) : undefined),
    howToKnow: RELAY,
  },
  {
    id: 'sent',
    label: 'Sent as binary frames',
    brokenBy: ['bot-audio-as-text', 'bot-audio-not-forwarded', 'bot-never-speaks'],
    look: call => {
      const { botFrames } = call;
      if (!botFrames.first) return missing(call, 'No binary frame went to Genesys Cloud');
      return ok(`${duration(botFrames.ms)} in ${botFrames.frames} frames.`, botFrames.first);
    },
    howToKnow: 'Seen on the AudioHook leg.',
  },
  {
    id: 'format',
    label: 'In the right format',
    brokenBy: ['bot-audio-24khz', 'bot-audio-16bit', 'bot-audio-a-law', 'bot-audio-stereo', 'wav-header'],
    look: call => {
      if (!call.botSound.likeness) return undefined;
      return ok('Its bytes look like PCMU at 8 kHz.', call.botFrames.first);
    },
    howToKnow: 'Known after a second of sound.',
  },
  {
    id: 'audible',
    label: 'Not silent',
    brokenBy: ['bot-audio-silent'],
    look: ({ botSound, botFrames }) => {
      if (botSound.bytes === 0) return undefined;
      if (botSound.audibleFrames === 0) return undefined;
      return ok(`${Math.round(botSound.levelDb)} dBFS where it is audible.`, botFrames.first);
    },
    howToKnow: 'Known once sound was sent.',
  },
  {
    id: 'in-time',
    label: 'Sent when Genesys listens',
    brokenBy: ['audio-before-opened', 'audio-in-pause', 'audio-after-end'],
    look: ({ botFrames }) => (botFrames.first ? ok('After opened, outside of pauses.', botFrames.first) : undefined),
    howToKnow: 'Known once sound was sent.',
  },
  {
    id: 'limits',
    label: 'Within the limits',
    brokenBy: ['frames-too-small', 'too-many-messages', 'message-too-large'],
    look: ({ botFrames }) => {
      if (!botFrames.first) return undefined;
      return ok(`${Math.round(botFrames.ms / botFrames.frames)} ms a frame on average.`, botFrames.first);
    },
    howToKnow: 'Known once sound was sent.',
  },
  {
    id: 'started',
    label: 'Playback started',
    brokenBy: ['playback-never-starts'],
    look: call => {
      const [first] = call.playbackStarted;
      if (first) return ok('playback_started came from Genesys Cloud.', first);
      return call.botFrames.first ? missing(call, 'No playback_started came') : undefined;
    },
    howToKnow: 'Genesys Cloud tells it with playback_started.',
  },
  {
    id: 'completed',
    label: 'Playback completed',
    brokenBy: ['farewell-cut', 'server-cuts-itself', 'stale-audio-after-barge-in'],
    isPartly: true,
    look: call => {
      const [first] = call.playbackCompleted;
      if (first) return ok('playback_completed came.', first);
      return call.playbackStarted[0] ? { state: 'waiting', text: 'No playback_completed came.' } : undefined;
    },
    howToKnow: 'Genesys Cloud tells it with playback_completed.',
  },
  {
    id: 'recording',
    label: 'Heard in the recording',
    brokenBy: [],
    look: call => recordingOf(call, 'recording-bot', 'the bot'),
    howToKnow: 'Listen to the recording in Genesys Cloud, and answer below.',
  },
];

export function recordingOf(call: CallFacts, place: string, who: string) {
  const tick = call.ticks.get(place);
  if (!tick) return undefined;
  return tick.seen ? ok(`You heard ${who} in it.`, tick) : broken(`Genesys Cloud's recording is without ${who}`, tick);
}
