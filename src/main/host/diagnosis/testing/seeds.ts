/** One call for each symptom that people report, and the first sentence that the console must say of it. */
import { orderPcmu, sentence } from '../../../../../e2e/audio/sounds.ts';
import { decodeMuLaw, encodeMuLaw, MULAW_SILENCE } from '../../../../shared/audio/mulaw.ts';
import { concatBytes } from '../../../../shared/lib/concat-bytes.ts';
import type { StartBot } from '../../bots/bot.ts';
import type { Defect } from '../../checks/testing/check-server.ts';
import type { GoodSession } from '../../checks/testing/good-session.ts';
import { sessionMutants } from '../../checks/testing/session-mutants.ts';
import { upgradeMutants } from '../../checks/testing/upgrade-mutants.ts';
import { voiceMutants } from '../../checks/testing/voice-mutants.ts';
import { at24kHz, sixteenBit } from '../../checks/testing/wrong-encodings.ts';
import { type CallerAudio, recordedCaller, silentCaller } from '../../genesys-client/caller-audio.ts';
import type { CallProgress, GenesysCall } from '../../genesys-client/genesys-call.ts';
import { prompts } from '../../realtime-simulator/prompts.ts';
import { type Drive, KEYS, type SeedBench, type SeedView } from './seed-calls.ts';

export type Seed = {
  readonly symptom: string;
  readonly play: (bench: SeedBench) => Promise<SeedView>;
  /** Id of the finding that comes first. */
  readonly first: string;
  /** The sentence that it says, or its beginning. */
  readonly says: string;
  /** Other findings above note that are true of it. */
  readonly also?: readonly string[];
};

const mutant = (set: Readonly<Record<string, Defect>>, name: string): Defect => {
  const defect = set[name];
  if (!defect) throw new Error(`There is no mutant ${name}.`);
  return defect;
};
const onSession = (session: (session: GoodSession) => void): Defect => ({ session });
const server =
  (defect: Defect, drive: Drive = {}) =>
  (bench: SeedBench) =>
    bench.server(defect, drive);
const encoded = (encode: (audio: Uint8Array) => Uint8Array) =>
  onSession(session => {
    session.encode = encode;
  });
const says = (audio: Uint8Array): CallerAudio => recordedCaller(audio);
const quiet = (ms: number) => new Uint8Array(ms * 8).fill(MULAW_SILENCE);
const louder = (audio: Uint8Array, factor: number) =>
  encodeMuLaw(decodeMuLaw(audio).map(sample => Math.max(-32_000, Math.min(32_000, sample * factor))));

/** A bot of the console that greets, and says no more. */
const greeter: StartBot = call => {
  const greeting = prompts.greeting.audio.slice(0, 16_000);
  call.play(greeting, call.recorder.appendAudio('bot', greeting));
  return {
    name: 'greeter',
    hear: () => undefined,
    pressed: () => undefined,
    playbackStarted: () => undefined,
    playbackCompleted: () => undefined,
    end: () => Promise.resolve(),
  };
};

/** What the caller hears comes back on their line, later and quieter. */
function echoing(delayMs: number, gainDb: number): { source: CallerAudio; heard(audio: Uint8Array): void } {
  const factor = 10 ** (gainDb / 20);
  let line: Uint8Array = quiet(delayMs);
  return {
    heard: audio => {
      line = concatBytes([line, louder(audio, factor)]);
    },
    source: {
      ended: true,
      take: bytes => {
        const piece = quiet(bytes / 8);
        piece.set(line.subarray(0, bytes));
        line = line.subarray(Math.min(bytes, line.length));
        if (line.length < delayMs * 8) line = concatBytes([line, quiet(delayMs - line.length / 8)]);
        return piece;
      },
    },
  };
}

const sessionOf = (format: string) => ({
  type: 'realtime',
  audio: { input: { format: { type: format } }, output: { format: { type: format } } },
});

/** Sends the farewell at once, and hangs up. */
const hastyFarewell = onSession(session => {
  session.sayFarewell = () => {
    session.sendAudio(Buffer.from(session.voice.farewell.subarray(0, 16_000)));
    session.hangUp({ reason: 'completed' });
  };
});

const latePongs = onSession(session => {
  session.onPing = () => {
    const clientseq = session.clientSeq;
    session.after(2_500, () => {
      session.seq += 1;
      session.write({ ...session.envelope('pong', {}), clientseq });
    });
  };
});

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
    says: 'closed lacks parameters',
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
      const bot = await bench.simulated({
        name: 'story',
        about: 'A long greeting.',
        rules: [{ when: { on: 'greeting' }, steps: [{ do: 'say', prompt: 'story' }] }],
      });
      return bench.console(bot, {
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

const turn = (id: string) => [
  { type: 'response.created', response: { id, status: 'in_progress' } },
  { type: 'response.done', response: { id, status: 'completed', output: [] } },
];

/** Further faults: each finding that shows on a wire, at least once. */
export const FURTHER: readonly Seed[] = [
  {
    symptom: 'another API key',
    play: b => b.console(greeter, { credentials: { ...KEYS, apiKey: 'b3RoZXI=' } }),
    first: 'unknown-api-key',
    says: 'The API key of the request',
  },
  {
    symptom: 'an old signature',
    play: b => b.console(greeter, { options: { fault: 'stale-signature' } }),
    first: 'clock-off',
    says: 'The clocks differ',
  },
  {
    symptom: 'a refusal by 503',
    play: server(mutant(upgradeMutants, 'refuse-properly'), { credentials: { ...KEYS, clientSecret: '' } }),
    first: 'upgrade-failed',
    says: 'The server or a proxy',
  },
  {
    symptom: 'wrong key at a server',
    play: server({}, { credentials: { ...KEYS, apiKey: 'b3RoZXI=' } }),
    first: 'upgrade-refused',
    says: 'The server refuses the API key',
  },
  {
    symptom: 'a redirect',
    play: server(mutant(upgradeMutants, 'upgrade-accepted')),
    first: 'upgrade-redirected',
    says: 'The server redirects',
  },
  {
    symptom: 'no such path',
    play: async b => b.server({}, { url: await b.answers(404, {}) }),
    first: 'upgrade-not-found',
    says: 'The server does not know this path',
  },
  {
    symptom: 'a web page',
    play: async b => b.server({}, { url: await b.answers(200, { 'content-type': 'text/html' }) }),
    first: 'upgrade-web-page',
    says: 'A web page answered',
  },
  {
    symptom: 'nothing listens',
    play: server({}, { url: 'ws://127.0.0.1:9/', options: { retry: false } }),
    first: 'nothing-listens',
    says: 'Nothing listens',
  },
  {
    symptom: 'media changed',
    play: server(mutant(sessionMutants, 'media-unchanged')),
    first: 'media-changed',
    says: 'The server returned the offered media changed',
  },
  {
    symptom: 'no media',
    play: server(mutant(sessionMutants, 'media-selected')),
    first: 'no-media-selected',
    says: 'opened selected no media',
    also: ['unexplained-problem'],
  },
  {
    symptom: 'an event before opened',
    play: server(mutant(sessionMutants, 'opened-first')),
    first: 'opened-not-first',
    says: 'The server sent something before opened',
  },
  {
    symptom: 'seq from 2',
    play: server(
      onSession(session => {
        session.seq = 1;
      }),
    ),
    first: 'first-seq-wrong',
    says: 'The server’s first message does not have seq 1',
    also: [],
  },
  {
    symptom: 'a gap in seq',
    play: server(mutant(sessionMutants, 'message-seq-steps')),
    first: 'seq-broken',
    says: 'The server’s seq has a gap',
  },
  {
    symptom: 'another id',
    play: server(mutant(sessionMutants, 'message-id')),
    first: 'wrong-id',
    says: 'The server’s messages carry another id',
  },
  {
    symptom: 'pong with another clientseq',
    play: server(mutant(sessionMutants, 'pong-clientseq')),
    first: 'clientseq-wrong',
    says: 'The server’s clientseq',
  },
  {
    symptom: 'no JSON',
    play: server(mutant(sessionMutants, 'message-json')),
    first: 'malformed-message',
    says: 'The server sent a malformed message',
  },
  {
    symptom: 'unknown fields',
    play: server(mutant(sessionMutants, 'message-no-unknown-fields')),
    first: 'unknown-fields',
    says: 'The server’s messages have fields',
  },
  {
    symptom: 'a server error',
    play: server(mutant(sessionMutants, 'message-known-types')),
    first: 'server-error-message',
    says: 'The server sent a message that servers may not send',
  },
  {
    symptom: 'close not answered',
    play: server(mutant(sessionMutants, 'close-end')),
    first: 'close-not-answered',
    says: 'The server did not answer close',
  },
  {
    symptom: 'numbers as output variables',
    play: server(mutant(sessionMutants, 'output-variables-strings'), { lastMs: 14_000, options: {}, on: press('#') }),
    first: 'output-variables',
    says: 'Output variables travel',
  },
  {
    symptom: 'too many messages',
    play: server(mutant(sessionMutants, 'message-rate')),
    first: 'too-many-messages',
    says: 'The server sends more messages',
  },
  {
    symptom: 'frames of 80,000 bytes',
    play: server(mutant(voiceMutants, 'audio-frame-size')),
    first: 'message-too-large',
    says: 'The server sent a frame of more than 64,000 bytes',
  },
  {
    symptom: 'a WAV header',
    play: server(mutant(voiceMutants, 'audio-no-header')),
    first: 'wav-header',
    says: 'The bot’s audio begins with a WAV header',
  },
  {
    symptom: '0x00 as silence',
    play: server(mutant(voiceMutants, 'audio-silence-byte')),
    first: 'zero-silence',
    says: 'Silence is sent as 0x00',
  },
  {
    symptom: 'A-law',
    play: server(mutant(voiceMutants, 'audio-not-a-law')),
    first: 'bot-audio-a-law',
    says: 'The bot’s audio is A-law',
  },
  {
    symptom: 'µ-law at 24 kHz',
    play: server(mutant(voiceMutants, 'audio-sample-rate')),
    first: 'bot-audio-24khz',
    says: 'The bot’s audio is not at 8 kHz',
  },
  {
    symptom: 'stereo to a mono line',
    play: server(
      encoded(audio => Uint8Array.from({ length: 2 * audio.length }, (_, at) => audio[at >> 1] ?? MULAW_SILENCE)),
    ),
    first: 'bot-audio-stereo',
    says: 'The bot’s audio is stereo',
  },
  {
    symptom: 'a silent bot',
    play: server(encoded(audio => audio.map(() => MULAW_SILENCE))),
    first: 'bot-audio-silent',
    says: 'The bot’s audio is silence',
  },
  {
    symptom: 'a clipped bot',
    play: server(
      encoded(audio => encodeMuLaw(decodeMuLaw(audio).map(sample => Math.max(-32_767, Math.min(32_767, sample * 30))))),
    ),
    first: 'bot-audio-clipped',
    says: 'The bot’s audio is clipped',
  },
  {
    symptom: 'the farewell is cut',
    play: server(hastyFarewell, { on: press('#') }),
    first: 'farewell-cut',
    says: 'The farewell is cut',
  },
  {
    symptom: 'opened late',
    play: server(mutant(sessionMutants, 'opened-soon')),
    first: 'opened-slow',
    says: 'opened comes late',
  },
  {
    symptom: 'pong late',
    play: server(latePongs),
    first: 'slow-pong',
    says: 'The server answers pings late',
  },
  {
    symptom: 'the server ends it with an error',
    play: server(mutant(sessionMutants, 'conversation-survived')),
    first: 'ended-with-error',
    says: 'The server ended the call with an error',
  },
  {
    symptom: 'a server that never speaks',
    play: server(
      onSession(session => {
        session.speak = () => undefined;
      }),
      { lastMs: 12_000 },
    ),
    first: 'bot-never-speaks',
    says: 'The server sends no audio at all',
  },
  {
    symptom: 'a gateway without binary frames',
    play: server(
      onSession(session => {
        session.onAudio = () => session.socket.close(1003);
      }),
    ),
    first: 'gateway-without-binary',
    says: 'The server or its gateway takes no binary frames',
  },
  {
    symptom: 'a caller who breaks the protocol',
    play: b => b.console(greeter, { options: { fault: 'wrong-id' }, lastMs: 4_000 }),
    first: 'client-breaks-protocol',
    says: 'The calling side breaks the protocol',
    also: ['ended-with-error', 'farewell-cut'],
  },
  {
    symptom: 'the caller is gone',
    play: b => b.console(greeter, { options: { fault: 'drop-tcp-in-open' }, lastMs: 4_000 }),
    first: 'connection-lost',
    says: 'The connection was lost',
  },
  {
    symptom: 'a faint caller',
    play: async b => b.console(await b.simulated(), { source: says(louder(orderPcmu(), 0.012)), lastMs: 11_000 }),
    first: 'caller-too-quiet',
    says: 'The caller is too quiet',
  },
  {
    symptom: 'a clipped caller',
    play: b =>
      b.console(greeter, {
        source: says(encodeMuLaw(decodeMuLaw(orderPcmu()).map(s => Math.max(-32_767, Math.min(32_767, s * 40))))),
      }),
    first: 'caller-clipped',
    says: 'The caller’s audio is clipped',
  },
  {
    symptom: '16-bit caller',
    play: b => b.console(greeter, { source: says(sixteenBit(orderPcmu())) }),
    first: 'caller-audio-wrong-format',
    says: 'The caller’s audio is not PCMU',
  },
  {
    symptom: 'a wrong OpenAI key',
    play: async b => b.console(await b.modelled(() => undefined, refusing('invalid_api_key', 3000))),
    first: 'openai-wrong-key',
    says: 'OpenAI does not accept the key',
  },
  {
    symptom: 'no access to the model',
    play: async b => b.console(await b.modelled(() => undefined, refusing('invalid_model', 4000))),
    first: 'openai-no-model',
    says: 'OpenAI does not know the model',
  },
  {
    symptom: 'the beta',
    play: async b => b.console(await b.modelled(() => undefined, refusing('beta_api_shape_disabled', 4000))),
    first: 'openai-beta-names',
    says: 'Names of the Realtime beta',
  },
  {
    symptom: 'rate limits',
    play: async b =>
      b.console(
        await b.simulated({
          name: 'r',
          about: 'r',
          rules: [
            {
              when: { on: 'turn' },
              every: true,
              steps: [
                { do: 'fail', code: 'rate_limit_exceeded', message: 'Rate limit reached (rate_limit_exceeded).' },
              ],
            },
          ],
        }),
        { lastMs: 12_000 },
      ),
    first: 'openai-rate-limited',
    says: 'OpenAI’s rate limit was reached',
  },
  {
    symptom: 'a refused session.update',
    play: async b =>
      b.console(
        await b.modelled((event, send) => {
          if (event.type === 'session.update')
            send({
              type: 'error',
              error: {
                type: 'invalid_request_error',
                code: 'unknown_parameter',
                message: "Unknown parameter: 'session.x'.",
                event_id: event.event_id,
              },
            });
        }),
      ),
    first: 'session-update-rejected',
    says: 'OpenAI refused the session’s settings',
  },
  {
    symptom: 'PCM 24 kHz echoed',
    play: async b =>
      b.console(
        await b.modelled((event, send) => {
          if (event.type === 'session.update') send({ type: 'session.updated', session: sessionOf('audio/pcm') });
        }),
      ),
    first: 'session-wrong-format',
    says: 'The model did not take audio/pcmu',
  },
  {
    symptom: 'a model that hears nobody',
    play: async b =>
      b.console(
        await b.modelled((event, send) => {
          if (event.type === 'session.update') send({ type: 'session.updated', session: sessionOf('audio/pcmu') });
          if (event.type === 'response.create') for (const one of turn('resp_1')) send(one);
        }),
        { lastMs: 10_000 },
      ),
    first: 'vad-never-fires',
    says: 'The model never notices that the caller speaks',
    also: ['setting-not-taken', 'empty-answer'],
  },
];

function refusing(code: string, close: number) {
  return (send: (event: object) => void, end: (code: number) => void) => {
    send({ type: 'error', error: { type: 'invalid_request_error', code, message: `Refused: ${code}.` } });
    end(close);
  };
}

function press(digit: string) {
  let pressed = false;
  return (item: CallProgress, call: GenesysCall) => {
    if (item.type !== 'heard' || pressed) return;
    pressed = true;
    call.pressDigit(digit);
  };
}

/** Two minutes in which nothing is wrong: the caller asks, listens, and interrupts three long answers. */
export async function healthyCall(bench: SeedBench): Promise<SeedView> {
  const interrupt = encodeMuLaw(sentence('interrupt'));
  const balance = encodeMuLaw(sentence('balance'));
  const goodbye = encodeMuLaw(sentence('goodbye'));
  const source = says(
    concatBytes([
      ...[quiet(9_000), orderPcmu(), quiet(6_000), interrupt, quiet(18_000), balance, quiet(5_000), interrupt],
      ...[quiet(18_000), balance, quiet(4_000), interrupt, quiet(18_000), goodbye],
    ]),
  );
  const bot = await bench.simulated({
    name: 'stories',
    about: 'Long answers.',
    rules: [{ when: { on: 'turn' }, steps: [{ do: 'say', prompt: 'story' }], every: true }],
  });
  return bench.console(bot, { source, lastMs: 120_000 });
}
