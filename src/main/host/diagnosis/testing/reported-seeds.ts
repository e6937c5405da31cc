/** One call for each symptom that people report, and the first sentence that the console must say of it. */
import { orderPcmu } from '../../../../../e2e/audio/sounds.ts';
import { concatBytes } from '../../../../shared/lib/concat-bytes.ts';
import { sessionMutants } from '../../checks/testing/session-mutants.ts';
import { voiceMutants } from '../../checks/testing/voice-mutants.ts';
import { at24kHz, sixteenBit } from '../../checks/testing/wrong-encodings.ts';
import { silentCaller } from '../../genesys-client/caller-audio.ts';
import { KEYS } from './seed-calls.ts';
import {
  answeringAfter,
  echoing,
  encoded,
  forwardingEvents,
  greeter,
  mutant,
  onSession,
  quiet,
  type Seed,
  STORY,
  says,
  selfInterrupting,
  server,
} from './seed-parts.ts';

/** What people report. */
export const REPORTED: readonly Seed[] = [
  {
    symptom: 'the OpenAI key is used as API key',
    play: bench => bench.console(greeter, { credentials: { ...KEYS, apiKey: 'sk-proj-not-a-real-key-0001' } }),
    first: 'openai-key-as-api-key',
    says: 'An OpenAI key (sk-…) was given to Genesys Cloud as its API key',
  },
  {
    symptom: 'the secret is not base64-decoded',
    play: bench => bench.console(greeter, { options: { fault: 'raw-secret-signature' } }),
    first: 'secret-not-decoded',
    says: 'The client secret was used as text: it must be base64-decoded first',
  },
  {
    symptom: 'the secrets differ',
    play: bench => bench.console(greeter, { options: { fault: 'wrong-signature' } }),
    first: 'secrets-differ',
    says: 'The client secret on the two sides is not the same',
  },
  {
    symptom: 'the secret is empty',
    play: bench => bench.console(greeter, { credentials: { ...KEYS, clientSecret: '' } }),
    first: 'not-signed',
    says: 'The request is not signed, and the console has a client secret for this key',
  },
  {
    symptom: 'the Connector ID is a full URL',
    play: bench => bench.console(greeter, { connectorId: 'wss://voice.example.com/demo-bot' }),
    first: 'connector-id-is-url',
    says: 'The Connector ID is a whole URL: it must be the short name that follows the address',
  },
  {
    symptom: "the Connector ID is the integration's own UUID",
    play: bench => bench.console(greeter, { connectorId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' }),
    first: 'connector-id-is-uuid',
    says: 'The Connector ID is a UUID: probably the id of the integration, not the name of a bot',
  },
  {
    symptom: 'bot audio as 24 kHz PCM',
    play: server(encoded(audio => sixteenBit(at24kHz(audio)))),
    first: 'bot-audio-16bit',
    says: 'The bot’s audio is 16-bit PCM: Genesys Cloud plays it as µ-law, which is loud noise',
  },
  {
    symptom: 'bot audio as base64 text',
    play: server(mutant(voiceMutants, 'audio-binary')),
    first: 'bot-audio-as-text',
    says: 'The bot’s audio is sent as base64 text: Genesys Cloud plays binary frames only',
    also: ['too-many-messages'],
  },
  {
    symptom: 'answers as the events of the model',
    play: server(forwardingEvents),
    first: 'bot-audio-as-text',
    says: 'The bot’s audio is sent as base64 text: Genesys Cloud plays binary frames only',
  },
  {
    symptom: 'bot audio before opened',
    play: server(mutant(voiceMutants, 'audio-after-opened')),
    first: 'audio-before-opened',
    says: 'The server sends audio before opened: the bot’s first words are lost',
  },
  {
    symptom: 'frames of 20 ms',
    play: server(
      onSession(session => {
        session.frameBytes = 160;
        session.frameEveryMs = 20;
      }),
    ),
    first: 'frames-too-small',
    says: 'The bot’s audio comes in frames of 20 ms: more of them than Genesys Cloud takes',
  },
  {
    symptom: 'no pong',
    play: server(mutant(sessionMutants, 'pong-answered'), { lastMs: 14_000 }),
    first: 'no-pong',
    says: 'The server did not answer a ping within 5 s',
  },
  {
    symptom: 'opened after 6 s',
    play: server(mutant(sessionMutants, 'opened-in-time'), { options: { retry: false } }),
    first: 'opened-too-late',
    says: 'The server did not answer open within 5 s',
  },
  {
    symptom: 'stereo answered to a mono offer',
    play: server(
      onSession(session => {
        session.select = media => media.map(one => ({ ...one, channels: ['external', 'internal'] }));
      }),
    ),
    first: 'media-not-offered',
    says: 'The server answered with media that was not offered (stereo to a mono offer?)',
  },
  {
    symptom: 'the probe is answered as a call',
    play: bench => bench.probe(mutant(sessionMutants, 'probe-silent')),
    first: 'probe-treated-as-call',
    says: 'The connection probe was treated as a call',
  },
  {
    symptom: 'closed without parameters',
    play: server(
      onSession(session => {
        session.onClose = () =>
          session.write({ ...session.envelope('closed', {}), seq: session.seq + 1, parameters: undefined });
      }),
    ),
    first: 'closed-without-parameters',
    says: 'The server sends closed without parameters: Genesys Cloud calls it malformed',
    also: ['close-not-answered'],
  },
  {
    symptom: 'TCP is closed by the server',
    play: server(onSession(session => session.after(4_000, () => session.socket.terminate()))),
    first: 'server-closed-tcp',
    says: 'The server closed the connection itself in the call',
  },
  {
    symptom: 'the caller is muted',
    play: async bench => bench.console(await bench.simulated(), { source: silentCaller, lastMs: 13_000 }),
    first: 'caller-muted',
    says: 'No sound comes from the caller: muted, or the wrong microphone',
  },
  {
    symptom: 'the OpenAI key is without quota',
    play: async bench =>
      bench.console(
        await bench.simulated({
          name: 'no-quota',
          about: 'The account has no quota.',
          rules: [
            {
              when: { on: 'turn' },
              every: true,
              steps: [{ do: 'fail', code: 'insufficient_quota', message: 'You exceeded your current quota.' }],
            },
          ],
        }),
        { lastMs: 14_000 },
      ),
    first: 'openai-no-quota',
    says: 'The OpenAI account has no quota left',
  },
  {
    symptom: 'the answer is cut by its own echo',
    play: async bench => {
      const echo = echoing(180, -14);
      return bench.console(await bench.simulated(STORY), {
        source: echo.source,
        lastMs: 12_000,
        on: item => {
          if (item.type === 'heard') echo.heard(item.audio);
        },
      });
    },
    first: 'caller-echo',
    says: 'The bot interrupts itself: its own voice comes back as the caller’s (echo, ',
  },
  {
    symptom: 'stale audio after barge-in',
    play: server(mutant(voiceMutants, 'barge-in-queue-cleared'), {
      source: says(concatBytes([quiet(2_500), orderPcmu()])),
    }),
    first: 'stale-audio-after-barge-in',
    says: 'The bot talks on after it was interrupted: old audio is sent after barge_in',
  },
  {
    symptom: 'the server interrupts its own answer',
    play: server(selfInterrupting, { source: says(quiet(5_000)), lastMs: 4_000 }),
    first: 'server-cuts-itself',
    says: 'The server cuts its own answer: it sends barge_in while the caller is silent',
  },
  {
    symptom: 'the second answer comes late',
    play: server(answeringAfter(7_000), { lastMs: 17_000 }),
    first: 'caller-waits',
    says: 'The caller waits ',
  },
  {
    symptom: 'nobody answers what the caller says',
    play: server(answeringAfter(60_000), { lastMs: 20_000 }),
    first: 'caller-waits',
    says: 'The caller spoke, and no answer came',
  },
  {
    symptom: 'the tunnel is down',
    play: async bench =>
      bench.server(
        {},
        { url: await bench.answers(404, { 'ngrok-error-code': 'ERR_NGROK_3200', 'content-type': 'text/html' }) },
      ),
    first: 'tunnel-down',
    says: 'The tunnel is down: ngrok answered in place of the server',
  },
];
