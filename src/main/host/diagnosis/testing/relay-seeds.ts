/** Faults of somebody's server that the relays show: what goes in on one side and does not come out on the other. */
import { orderPcmu } from '../../../../../e2e/audio/sounds.ts';
import { decodeMuLaw, encodeMuLaw } from '../../../../shared/audio/mulaw.ts';
import { concatBytes } from '../../../../shared/lib/concat-bytes.ts';
import { relayedCall, relayedTo } from './relay-calls.ts';
import { quiet, type Seed, type SilentSeed, STORY, says } from './seed-parts.ts';

const amplified = (factor: number) => (audio: Buffer) =>
  Buffer.from(encodeMuLaw(decodeMuLaw(audio).map(sample => Math.max(-32_000, Math.min(32_000, sample * factor)))));

/** It hears, and says nothing. */
const SPEECHLESS = {
  name: 'speechless',
  about: 'No answer to any turn.',
  rules: [{ when: { on: 'turn' }, every: true, steps: [{ do: 'nothing' }] }],
};
const interrupting = () => says(concatBytes([quiet(4_000), orderPcmu()]));

export const RELAYED: readonly Seed[] = [
  {
    symptom: 'a bridge that loses the caller for a second',
    play: b =>
      relayedCall(b, { toModel: (audio, offset) => (offset >= 16_000 && offset < 24_000 ? undefined : audio) }),
    first: 'relay-caller-lost',
    says: 'Your server loses the caller’s audio on the way to the model',
  },
  {
    symptom: 'a bridge that turns the caller down',
    play: b => relayedCall(b, { toModel: amplified(0.25) }),
    first: 'relay-caller-level',
    says: 'Your server turns the caller down by 12 dB',
  },
  {
    symptom: 'a bridge that turns the caller up',
    play: b => relayedCall(b, { toModel: amplified(2.5) }),
    first: 'relay-caller-level',
    says: 'Your server turns the caller up by',
  },
  {
    symptom: 'OpenAI answers in the logs, but the caller hears nothing',
    play: b => relayedCall(b, { toGenesys: () => undefined }),
    first: 'bot-audio-not-forwarded',
    says: 'The model’s audio arrives and is not forwarded to Genesys Cloud',
  },
  {
    symptom: 'a bridge that hands nothing of the caller on',
    play: b => relayedCall(b, { toModel: () => undefined, greets: true }),
    first: 'caller-audio-not-forwarded',
    says: 'The caller’s audio is not handed on to the model',
  },
  {
    symptom: 'a bridge that tells of no interruption',
    play: b =>
      relayedCall(b, { noBargeIn: true, greets: true }, { scenario: STORY, source: interrupting(), lastMs: 14_000 }),
    first: 'barge-in-not-sent',
    says: 'The caller interrupts, and the bot talks on: no barge_in is sent',
  },
  {
    symptom: 'a bridge that sends base64 as text',
    play: b => relayedCall(b, { asText: true, greets: true }),
    first: 'bot-audio-as-text',
    says: 'The bot’s audio is sent as base64 text',
  },
  {
    symptom: 'a bridge that sends frames of 20 ms',
    play: b => relayedCall(b, { frameBytes: 160, greets: true }),
    first: 'frames-too-small',
    says: 'The bot’s audio comes in frames of',
  },
  {
    symptom: 'a bridge that answers no ping',
    play: b => relayedCall(b, { noPong: true }, { lastMs: 14_000 }),
    first: 'no-pong',
    says: 'The server did not answer a ping within 5 s',
  },
  {
    symptom: 'a bridge that asks the model for PCM, and passes it on',
    play: b => relayedCall(b, { format: 'audio/pcm', greets: true }),
    first: 'bot-audio-16bit',
    says: 'The bot’s audio is 16-bit PCM',
    also: ['model-hears-other-format', 'frames-too-small'],
  },
  {
    symptom: 'a bridge that sends µ-law to a model that expects PCM',
    play: b => relayedCall(b, { format: 'audio/pcm' }, { scenario: SPEECHLESS }),
    first: 'model-hears-other-format',
    says: 'The model is sent µ-law at 8 kHz, while its session expects audio/pcm at 24 kHz',
  },
  {
    symptom: 'a bridge whose first message has number 2',
    play: b => relayedCall(b, { countsFrom2: true }, { view: 'genesys' }),
    first: 'first-seq-wrong',
    says: 'The server’s first message does not have seq 1',
  },
  {
    symptom: 'a bridge that asks for a setting that the model does not know',
    play: b => relayedCall(b, { unknownSetting: true }, { view: 'model', lastMs: 3_000 }),
    first: 'session-update-rejected',
    says: 'OpenAI refused the session’s settings: nothing of them applies',
  },
  {
    symptom: 'a bridge that speaks the beta',
    play: b => relayedCall(b, { beta: true }, { view: 'model', lastMs: 3_000 }),
    first: 'openai-beta-names',
    says: 'Names of the Realtime beta are used; the beta is switched off',
  },
  {
    symptom: 'a server behind the relay that refuses',
    play: async b => relayedTo(b, await b.answers(401, {})),
    first: 'relay-refused',
    says: 'Your server refused the call (HTTP 401)',
  },
  {
    symptom: 'no server behind the relay',
    play: b => relayedTo(b, 'ws://127.0.0.1:9/'),
    first: 'relay-not-reached',
    says: 'The relay could not reach your server',
  },
  {
    symptom: 'a server behind the relay that sends what is no frame',
    play: b => relayedCall(b, { garbageAfterMs: 300 }, { view: 'genesys' }),
    first: 'relay-deaf',
    says: 'The relay could not read all that it passed on',
  },
];

export const SILENT_RELAYED: readonly SilentSeed[] = [
  { symptom: 'a bridge that does all right', play: b => relayedCall(b, {}) },
  {
    symptom: 'a bridge whose greeting the caller interrupts',
    play: b => relayedCall(b, { greets: true }, { scenario: STORY, source: interrupting(), lastMs: 14_000 }),
  },
];
