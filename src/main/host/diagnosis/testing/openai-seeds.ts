/** Faults on the leg of OpenAI: a model, or who stands in for it, that misbehaves over a real socket. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startOpenAiBot } from '../../bots/openai/openai-bot.ts';
import { silentCaller } from '../../genesys-client/caller-audio.ts';
import { prompts } from '../../realtime-simulator/prompts.ts';
import { systemIds } from '../../system.ts';
import type { ConsoleDrive, SeedBench } from './seed-calls.ts';
import type { Seed } from './seed-parts.ts';

type Send = (event: object) => void;

const scenario = (...rules: object[]) => ({ name: 'seed', about: 'What is told of the turns.', rules });
const onTurn = (nth: number, ...steps: object[]) => ({ when: { on: 'turn', nth }, steps });

/** A call with the simulator that plays these rules. */
const simulated =
  (rules: readonly object[], drive: ConsoleDrive = {}) =>
  async (bench: SeedBench) =>
    bench.console(await bench.simulated(scenario(...rules)), drive);

/** A call with a model that takes every setting, says `greet`, and does `steps` at the caller's n-th piece of audio (200 ms each). */
const modelled =
  (greet: (send: Send) => void, steps: Readonly<Record<number, (send: Send) => void>>, drive: ConsoleDrive = {}) =>
  async (bench: SeedBench) => {
    let heard = 0;
    const bot = await bench.modelled((event, send) => {
      if (event.type === 'session.update') send({ type: 'session.updated', session: event.session });
      if (event.type === 'response.create') greet(send);
      if (event.type !== 'input_audio_buffer.append') return;
      heard += 1;
      steps[heard]?.(send);
    });
    return bench.console(bot, drive);
  };

const created = (send: Send, id: string) =>
  send({ type: 'response.created', response: { id, object: 'realtime.response', status: 'in_progress' } });
const delta = (send: Send, id: string, audio: string) =>
  send({
    type: 'response.output_audio.delta',
    ...{ response_id: id, item_id: `item_${id}`, output_index: 0, content_index: 0, delta: audio },
  });
const done = (send: Send, id: string, status = 'completed') =>
  send({
    type: 'response.done',
    response: {
      id,
      status,
      status_details: status === 'cancelled' ? { type: 'cancelled', reason: 'turn_detected' } : null,
      output: [{ id: `item_${id}`, type: 'message', role: 'assistant', status, content: [] }],
    },
  });
const words = (ms: number) => Buffer.from(prompts.story.audio.subarray(0, 8 * ms)).toString('base64');
const speaks = (id: string) => (send: Send) => {
  created(send, id);
  delta(send, id, words(1_000));
  done(send, id);
};
const speechStarted = (send: Send, item: string) =>
  send({ type: 'input_audio_buffer.speech_started', audio_start_ms: 0, item_id: item });
/** The caller's turn, as the model heard it, and an answer. */
const turnOf = (id: string, transcript: string) => (send: Send) => {
  const item = `caller_${id}`;
  speechStarted(send, item);
  send({ type: 'input_audio_buffer.speech_stopped', audio_end_ms: 900, item_id: item });
  send({ type: 'input_audio_buffer.committed', item_id: item, previous_item_id: null });
  send({
    type: 'conversation.item.input_audio_transcription.completed',
    ...{ item_id: item, content_index: 0, transcript },
  });
  speaks(id)(send);
};
/** An answer that the caller, or what counts as one, cuts off at once. */
const cutOff = (id: string) => (send: Send) => {
  created(send, id);
  delta(send, id, words(3_000));
  speechStarted(send, `noise_${id}`);
  done(send, id, 'cancelled');
  send({ type: 'input_audio_buffer.speech_stopped', audio_end_ms: 900, item_id: `noise_${id}` });
  send({ type: 'input_audio_buffer.committed', item_id: `noise_${id}`, previous_item_id: null });
};

/** Settings of a bot that soon says that it waits, ms. */
const impatient = (silence: object) => ({ profiles: [{ match: '*', realtime: { silence } }] });

/** A call in which the model calls a function that this address answers. */
const withTool = async (bench: SeedBench, url: string, lastMs: number) => {
  const tool = { name: 'look_up_order', answer: { by: 'http', url, timeoutMs: 60_000, retries: 0 } };
  const rules = [
    onTurn(1, { do: 'call', tool: 'look_up_order', arguments: { orderNumber: '4711' } }),
    { when: { on: 'tool-result' }, steps: [{ do: 'say', prompt: 'looked-up' }] },
  ];
  const settings = { profiles: [{ match: '*', realtime: { tools: [tool] } }] };
  return bench.console(await bench.simulated(scenario(...rules)), { settings, lastMs });
};

/** An address that takes requests and answers none. */
async function neverAnswers(bench: SeedBench): Promise<string> {
  const http = createServer(() => undefined);
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  bench.atEnd(() => {
    http.closeAllConnections();
    http.close();
  });
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}/`;
}

export const OPENAI: readonly Seed[] = [
  {
    symptom: 'no OpenAI key',
    play: b => b.console(startOpenAiBot({ apiKey: '' }, { clock: b.clock, ids: systemIds })),
    first: 'openai-no-key',
    says: 'No OpenAI key is set',
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
  {
    symptom: 'an error of the model',
    play: simulated([
      onTurn(
        1,
        { do: 'error', code: 'item_not_found', message: "Item with item_id 'item_x' not found." },
        { do: 'say', prompt: 'listening' },
      ),
    ]),
    first: 'openai-error',
    says: 'The model reported an error',
  },
  {
    symptom: 'a failed answer',
    play: simulated([onTurn(1, { do: 'fail', code: 'server_error', message: 'The server had an error.' })]),
    first: 'response-failed',
    says: 'The model failed to answer',
  },
  {
    symptom: 'a turn that gets no answer',
    play: simulated([onTurn(1, { do: 'nothing' })], { settings: impatient({ noResponseMs: 2_000 }) }),
    first: 'no-response',
    says: 'The model created no response to the caller’s turn',
  },
  {
    symptom: 'an answer that takes long',
    play: simulated([onTurn(1, { do: 'delay', ms: 5_000 }, { do: 'say', prompt: 'listening' })], {
      settings: impatient({ noAnswerMs: 3_000 }),
      lastMs: 13_000,
    }),
    first: 'no-answer-audio',
    says: 'The model sent no audio for seconds after the caller’s turn',
  },
  {
    symptom: 'an answer that is cut short',
    play: simulated([onTurn(1, { do: 'say', prompt: 'listening' }, { do: 'incomplete', reason: 'content_filter' })]),
    first: 'answer-incomplete',
    says: 'An answer was cut off by the model itself',
  },
  {
    symptom: 'two answers at once',
    play: modelled(
      send => {
        created(send, 'one');
        created(send, 'two');
        for (const id of ['one', 'two']) delta(send, id, words(600));
        for (const id of ['one', 'two']) done(send, id);
      },
      {},
      { source: silentCaller, lastMs: 5_000 },
    ),
    first: 'two-responses',
    says: 'Two answers at once: one was asked for while another was active',
  },
  {
    symptom: 'a function that nobody answers',
    play: async b => withTool(b, await neverAnswers(b), 19_000),
    first: 'function-never-answered',
    says: 'The model called a function and got no answer: it waits, and the caller hears nothing',
  },
  {
    symptom: 'a function that fails',
    play: b => withTool(b, 'http://127.0.0.1:9/', 14_000),
    first: 'function-failed',
    says: 'A function of the model failed',
  },
  {
    symptom: 'transcripts in another language',
    play: modelled(speaks('greeting'), {
      15: turnOf('a', 'Guten Tag, ich möchte bitte wissen, wo die Bestellung ist.'),
      35: turnOf('b', 'Das ist die Nummer, die ich von Ihnen für den Auftrag habe.'),
    }),
    first: 'transcript-language',
    says: 'The transcripts are in another language than was asked for',
  },
  {
    symptom: 'a turn without an end',
    play: modelled(speaks('greeting'), { 12: send => speechStarted(send, 'noise') }, { lastMs: 36_000 }),
    first: 'turn-never-ends',
    says: 'The caller’s turn does not end: the model waits for silence',
  },
  {
    symptom: 'noise that cuts every answer',
    play: modelled(
      speaks('greeting'),
      Object.fromEntries([1, 2, 3, 4, 5].map(nth => [8 + 8 * nth, cutOff(`cut_${nth}`)])),
      { lastMs: 13_000 },
    ),
    first: 'interrupted-again-and-again',
    says: 'Every answer is cut off: something on the line interrupts the bot again and again',
  },
  {
    symptom: 'a model whose audio is no base64',
    play: modelled(
      send => {
        created(send, 'odd');
        delta(send, 'odd', '***');
        done(send, 'odd');
      },
      {},
      { source: silentCaller, lastMs: 6_000 },
    ),
    first: 'model-audio-not-base64',
    says: 'The model’s audio is not base64',
  },
];
