/** Faults that show on a wire, each at least once. */
import { orderPcmu } from '../../../../../e2e/audio/sounds.ts';
import { decodeMuLaw, encodeMuLaw, MULAW_SILENCE } from '../../../../shared/audio/mulaw.ts';
import { sessionMutants } from '../../checks/testing/session-mutants.ts';
import { upgradeMutants } from '../../checks/testing/upgrade-mutants.ts';
import { voiceMutants } from '../../checks/testing/voice-mutants.ts';
import { sixteenBit } from '../../checks/testing/wrong-encodings.ts';
import { KEYS } from './seed-calls.ts';
import {
  encoded,
  greeter,
  hastyFarewell,
  latePongs,
  louder,
  mutant,
  onSession,
  press,
  refusing,
  type Seed,
  says,
  server,
  sessionOf,
  turn,
} from './seed-parts.ts';

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
