/** Models that misbehave, for the calls of the diagnosis: the simulator with rules, or a socket that says what it is told. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { prompts } from '../../realtime-simulator/prompts.ts';
import type { ConsoleDrive, SeedBench } from './seed-calls.ts';

export type Send = (event: object) => void;

const scenario = (...rules: object[]) => ({ name: 'seed', about: 'What is told of the turns.', rules });
export const onTurn = (nth: number, ...steps: object[]) => ({ when: { on: 'turn', nth }, steps });

/** A call with the simulator that plays these rules. */
export const simulated =
  (rules: readonly object[], drive: ConsoleDrive = {}) =>
  async (bench: SeedBench) =>
    bench.console(await bench.simulated(scenario(...rules)), drive);

/** A call with a model that takes every setting, says `greet`, and does `steps` at the caller's n-th piece of audio (200 ms each). */
export const modelled =
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

export const created = (send: Send, id: string) =>
  send({ type: 'response.created', response: { id, object: 'realtime.response', status: 'in_progress' } });
export const delta = (send: Send, id: string, audio: string) =>
  send({
    type: 'response.output_audio.delta',
    ...{ response_id: id, item_id: `item_${id}`, output_index: 0, content_index: 0, delta: audio },
  });
export const done = (send: Send, id: string, status = 'completed') =>
  send({
    type: 'response.done',
    response: {
      id,
      status,
      status_details: status === 'cancelled' ? { type: 'cancelled', reason: 'turn_detected' } : null,
      output: [{ id: `item_${id}`, type: 'message', role: 'assistant', status, content: [] }],
    },
  });
export const words = (ms: number) => Buffer.from(prompts.story.audio.subarray(0, 8 * ms)).toString('base64');
export const speaks = (id: string) => (send: Send) => {
  created(send, id);
  delta(send, id, words(1_000));
  done(send, id);
};
export const speechStarted = (send: Send, item: string) =>
  send({ type: 'input_audio_buffer.speech_started', audio_start_ms: 0, item_id: item });
/** The caller's turn, as the model heard it, and an answer. */
export const turnOf = (id: string, transcript: string) => (send: Send) => {
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
export const cutOff = (id: string) => (send: Send) => {
  created(send, id);
  delta(send, id, words(3_000));
  speechStarted(send, `noise_${id}`);
  done(send, id, 'cancelled');
  send({ type: 'input_audio_buffer.speech_stopped', audio_end_ms: 900, item_id: `noise_${id}` });
  send({ type: 'input_audio_buffer.committed', item_id: `noise_${id}`, previous_item_id: null });
};

/** Settings of a bot that soon says that it waits, ms. */
export const impatient = (silence: object) => ({ profiles: [{ match: '*', realtime: { silence } }] });

/** A call in which the model calls a function that this address answers. */
export const withTool = async (bench: SeedBench, url: string, lastMs: number) => {
  const tool = { name: 'look_up_order', answer: { by: 'http', url, timeoutMs: 60_000, retries: 0 } };
  const rules = [
    onTurn(1, { do: 'call', tool: 'look_up_order', arguments: { orderNumber: '4711' } }),
    { when: { on: 'tool-result' }, steps: [{ do: 'say', prompt: 'looked-up' }] },
  ];
  const settings = { profiles: [{ match: '*', realtime: { tools: [tool] } }] };
  return bench.console(await bench.simulated(scenario(...rules)), { settings, lastMs });
};

/** An address that takes requests and answers none. */
export async function neverAnswers(bench: SeedBench): Promise<string> {
  const http = createServer(() => undefined);
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  bench.atEnd(() => {
    http.closeAllConnections();
    http.close();
  });
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}/`;
}
