/** Faults of the session with the model: it is not reached, refused, set otherwise, or lost. */
import { startOpenAiBot } from '../../bots/openai/openai-bot.ts';
import { systemIds } from '../../system.ts';
import { onTurn, simulated } from './model-parts.ts';
import { refusing, type Seed, sessionOf } from './seed-parts.ts';

export const MODEL_SESSIONS: readonly Seed[] = [
  {
    symptom: 'no OpenAI key',
    play: b => b.console(startOpenAiBot({ apiKey: '' }, { clock: b.clock, ids: systemIds })),
    first: 'openai-no-key',
    says: 'No OpenAI key is set',
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
    symptom: 'a model that is not there',
    play: b =>
      b.console(
        startOpenAiBot({ apiKey: 'any', baseURL: 'http://127.0.0.1:9/v1' }, { clock: b.clock, ids: systemIds }),
      ),
    first: 'openai-not-reached',
    says: 'The model could not be reached',
  },
  {
    symptom: 'a model that answers no session.update',
    play: async b => b.console(await b.modelled(() => undefined), { lastMs: 18_000 }),
    first: 'openai-session-slow',
    says: 'The model’s session was not ready in time',
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
    symptom: 'instructions with a variable that the call does not bring',
    play: simulated([], {
      settings: { profiles: [{ match: '*', realtime: { instructions: 'You talk to {{customerName}}.' } }] },
      lastMs: 4_000,
    }),
    first: 'setting-not-taken',
    says: 'The session is not set as it was asked for',
  },
  {
    symptom: 'the session reaches its hour',
    play: simulated(
      [
        onTurn(
          1,
          { do: 'say', prompt: 'listening' },
          { do: 'error', code: 'session_expired', message: 'Your session hit the maximum duration of 60 minutes.' },
          { do: 'close', code: 1001, reason: 'Your session hit the maximum duration of 60 minutes.' },
        ),
      ],
      { lastMs: 16_000 },
    ),
    first: 'openai-session-expired',
    says: 'The session of the model reached its 60 minutes and was replaced',
    isNote: true,
  },
  {
    symptom: 'the connection to the model breaks off',
    play: simulated([onTurn(1, { do: 'say', prompt: 'listening' }, { do: 'drop' })], { lastMs: 16_000 }),
    first: 'openai-session-lost',
    says: 'The connection to the model was lost in the call',
  },
];
