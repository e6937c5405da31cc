/** Faults of the model’s answers, and of the turns that they answer. */
import { silentCaller } from '../../genesys-client/caller-audio.ts';
import {
  created,
  cutOff,
  delta,
  done,
  impatient,
  modelled,
  neverAnswers,
  onTurn,
  simulated,
  speaks,
  speechStarted,
  turnOf,
  withTool,
  words,
} from './model-parts.ts';
import { type Seed, sessionOf, turn } from './seed-parts.ts';

export const ANSWERS: readonly Seed[] = [
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
    symptom: 'an answer with nothing in it',
    play: modelled(
      speaks('greeting'),
      { 12: send => turn('resp_empty').forEach(send) },
      { source: silentCaller, lastMs: 5_000 },
    ),
    first: 'empty-answer',
    says: 'The model answered with nothing',
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
