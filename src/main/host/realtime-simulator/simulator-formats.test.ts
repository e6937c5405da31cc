import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { orderPcmu, sentence } from '../../../../e2e/audio/sounds.ts';
import { decodeALaw, encodeALaw } from '../../../shared/audio/alaw.ts';
import { decodeMuLaw, encodeMuLaw, MULAW_SILENCE } from '../../../shared/audio/mulaw.ts';
import { concatBytes } from '../../../shared/lib/concat-bytes.ts';
import { fieldAt } from '../../../shared/realtime/parse.ts';
import { systemClock, systemIds } from '../system.ts';
import { PatientClock } from '../testing/patient-clock.ts';
import { prompts } from './prompts.ts';
import { createRealtimeSimulator, type RealtimeSimulator } from './realtime-simulator.ts';
import { expectOpenAiShape } from './testing/openai-shape.ts';
import { SimulatorClient } from './testing/simulator-client.ts';
import { encodeForWire, WireDecoder, type WireFormat } from './wire-audio.ts';

const TURN = concatBytes([
  new Uint8Array(12_000).fill(MULAW_SILENCE),
  orderPcmu(),
  new Uint8Array(8000).fill(MULAW_SILENCE),
]);

let simulator: RealtimeSimulator;
let url: string;
let client: SimulatorClient;

beforeEach(async () => {
  const pace = { speedFactor: 200, thinkMs: 5, transcribeMs: 5 };
  simulator = createRealtimeSimulator({ clock: systemClock, ids: systemIds, pace });
  ({ url } = await simulator.listen());
  client = new SimulatorClient(url);
  await client.next('session.created');
});

afterEach(async () => {
  client.close();
  await simulator.dispose();
  for (const event of client.events) expectOpenAiShape(event);
});

async function configure(session: Record<string, unknown>): Promise<void> {
  client.send({ type: 'session.update', session: { type: 'realtime', ...session } });
  await client.next('session.updated');
}

function both(format: Record<string, unknown>, turn_detection?: Record<string, unknown> | null) {
  const input = { format, ...(turn_detection !== undefined && { turn_detection }) };
  return { audio: { input, output: { format } } };
}

/** Loudness of the samples, RMS in dB below full scale. */
function levelDb(samples: Int16Array): number {
  const sum = samples.reduce((total, sample) => total + (sample / 32768) ** 2, 0);
  return 10 * Math.log10(sum / samples.length);
}

test.each<[WireFormat, Record<string, unknown>, number]>([
  ['audio/pcm', { type: 'audio/pcm', rate: 24_000 }, 48],
  ['audio/pcma', { type: 'audio/pcma' }, 8],
])(
  'hears and speaks %s: the same turn at the same time, the answer as long and as loud',
  async (name, format, bytesPerMs) => {
    const vad = { type: 'server_vad', silence_duration_ms: 500 };
    await configure(both(format, vad));
    const wire = encodeForWire(name, TURN);
    expect(wire.length).toBe((TURN.length / 8) * bytesPerMs);
    // An odd size cuts samples of 16 bits in two.
    client.append(wire, 4801);
    const done = await client.next('response.done');
    const reference = await new SimulatorClient(url).ready();
    reference.append(TURN);
    const position = async (of: SimulatorClient) => [
      (await of.next('input_audio_buffer.speech_started')).audio_start_ms,
      (await of.next('input_audio_buffer.speech_stopped')).audio_end_ms,
    ];
    const [here, there] = [await position(client), await position(reference)];
    for (const at of [0, 1]) expect(Math.abs(Number(here[at]) - Number(there[at]))).toBeLessThanOrEqual(20);
    await reference.next('response.done');
    const answer = client.audioOf(fieldAt(done.response, 'id'));
    const expected = reference.audioOf(fieldAt((await reference.next('response.done')).response, 'id'));
    expect(Math.abs(answer.length / bytesPerMs - expected.length / 8)).toBeLessThanOrEqual(40);
    const linear = name === 'audio/pcma' ? decodeALaw(answer) : new Int16Array(answer.slice().buffer);
    expect(Math.abs(levelDb(linear) - levelDb(decodeMuLaw(expected)))).toBeLessThan(0.5);
    reference.close();
  },
);

test('PCM is read alike however it is cut', () => {
  const wire = encodeForWire('audio/pcm', TURN.subarray(12_000, 20_000));
  const read = (size: number): Buffer => {
    const decoder = new WireDecoder('audio/pcm');
    const parts = [];
    for (let at = 0; at < wire.length; at += size) parts.push(decoder.push(wire.subarray(at, at + size)));
    return Buffer.concat(parts);
  };
  for (const size of [1, 3, 480, 4801]) expect(read(size).equals(read(wire.length))).toBe(true);
});

test('A-law keeps every sentence to a step of its own', () => {
  const samples = sentence('order');
  const back = decodeALaw(encodeALaw(samples));
  const worst = samples.reduce(
    (most, sample, at) => Math.max(most, Math.abs(sample - (back[at] ?? 0)) / (Math.abs(sample) + 256)),
    0,
  );
  expect(worst).toBeLessThan(0.04);
});

test('answers with text alone where text was asked for', async () => {
  await configure({ output_modalities: ['text'] });
  client.send({ type: 'response.create' });
  const { text } = await client.next('response.output_text.done');
  expect(text).toBe(prompts.greeting.text);
  const deltas = client.events.filter(event => event.type === 'response.output_text.delta').map(event => event.delta);
  expect(deltas.join('')).toBe(text);
  const { response } = await client.next('response.done');
  expect(fieldAt(response, 'output_modalities')).toEqual(['text']);
  expect(fieldAt(response, 'usage', 'output_token_details', 'audio_tokens')).toBe(0);
  expect(client.types()).not.toContain('response.output_audio.delta');
});

test('one response may speak where the session writes', async () => {
  await configure({ output_modalities: ['text'] });
  client.send({ type: 'response.create', response: { output_modalities: ['audio'] } });
  await client.next('response.output_audio.done');
});

test('asks whether anybody is there when nobody speaks for idle_timeout_ms after an answer', async () => {
  await simulator.dispose();
  simulator = createRealtimeSimulator({ clock: new PatientClock(20), ids: systemIds });
  ({ url } = await simulator.listen());
  client = new SimulatorClient(url);
  await client.next('session.created');
  await configure(both({ type: 'audio/pcmu' }, { type: 'server_vad', idle_timeout_ms: 5000 }));
  client.send({ type: 'response.create' });
  await client.next('response.done');
  client.append(new Uint8Array(8000).fill(MULAW_SILENCE));
  const triggered = await client.next('input_audio_buffer.timeout_triggered');
  expect(triggered).toMatchObject({ audio_start_ms: 0, audio_end_ms: 1000 });
  expect((await client.next('input_audio_buffer.committed')).item_id).toBe(triggered.item_id);
  await client.next('response.created', 2);
});

test.each([
  [{ tools: [{ type: 'function', name: 'a', meta: 1 }] }, 'unknown_parameter', 'session.tools[0].meta'],
  [{ tools: [{ type: 'function', name: 'a b' }] }, 'invalid_value', 'session.tools[0].name'],
  [{ tool_choice: 'maybe' }, 'invalid_value', 'session.tool_choice'],
  [
    { truncation: { type: 'retention_ratio', retention_ratio: 2 } },
    'integer_above_max_value',
    'session.truncation.retention_ratio',
  ],
  [{ reasoning: { effort: 'most' } }, 'invalid_value', 'session.reasoning.effort'],
  [{ temperature: 0.8 }, 'unknown_parameter', 'session.temperature'],
  [
    { audio: { input: { turn_detection: { type: 'semantic_vad', idle_timeout_ms: 6000 } } } },
    'unknown_parameter',
    'session.audio.input.turn_detection.idle_timeout_ms',
  ],
  [{ audio: { output: { speed: 2 } } }, 'integer_above_max_value', 'session.audio.output.speed'],
])('refuses the setting %j', async (session, code, param) => {
  const error = await client.error({
    type: 'session.update',
    event_id: 'mine',
    session: { type: 'realtime', ...session },
  });
  expect(error).toMatchObject({ code, param, event_id: 'mine' });
});

test.each([
  [{ type: 'message', role: 'user', content: [{ type: 'text', text: 'beta' }] }, 'item.content[0].type'],
  [{ type: 'message', role: 'assistant', content: [{ type: 'input_text', text: 'x' }] }, 'item.content[0].type'],
  [{ type: 'function_call_output', call_id: 'call_unknown', output: 'x' }, 'item.call_id'],
  [{ type: 'mcp_call' }, 'item.type'],
])('refuses the item %j', async (item, param) => {
  expect(await client.error({ type: 'conversation.item.create', item })).toMatchObject({ param });
});

test('refuses more than 15 MiB in one append, and goes on', async () => {
  const audio = Buffer.alloc(15 * 2 ** 20 + 3).toString('base64');
  expect(await client.error({ type: 'input_audio_buffer.append', audio })).toMatchObject({ param: 'audio' });
});

test.each([
  ['/v1/realtime/client_secrets', 501, 'client_secrets is not simulated'],
  ['/v1/realtime/calls', 501, 'calls is not simulated'],
  ['/openai/v1/realtime/calls', 501, 'calls is not simulated'],
  ['/v1/realtime', 426, 'WebSocket'],
  ['/v1/chat/completions', 404, 'nothing here'],
])('POST %s is answered in the shape of the API: %i', async (path, status, words) => {
  const response = await fetch(new URL(path, url.replace('ws:', 'http:')), { method: 'POST', body: '{}' });
  const body = (await response.json()) as { error: { message: string; type: string } };
  expect(response.status).toBe(status);
  expect(body.error.message).toContain(words);
  expect(body.error.type).toBe('invalid_request_error');
});

test.each(['//', '*', 'http://['])(
  'a plain GET of %s, which is no path, is answered, and the server lives on',
  async target => {
    const { host, hostname, port } = new URL(url);
    const answered = await new Promise<number>((resolve, reject) => {
      const asked = request({ hostname, port, path: target, headers: { host } }, response => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asked.on('error', reject).end();
    });
    expect(answered).toBe(404);
    expect((await fetch(`http://${host}/v1/realtime`)).status).toBe(426);
  },
);

test('encodes µ-law as it is, byte for byte', () => {
  const codes = encodeMuLaw(sentence('goodbye'));
  expect(encodeForWire('audio/pcmu', codes)).toBe(codes);
  expect(new WireDecoder('audio/pcmu').push(codes)).toBe(codes);
});
