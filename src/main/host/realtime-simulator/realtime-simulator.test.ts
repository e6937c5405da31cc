import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { joined, noise, orderPcmu, sentence, silence, tone } from '../../../../e2e/audio/sounds.ts';
import { encodeMuLaw, MULAW_SILENCE } from '../../../shared/audio/mulaw.ts';
import { concatBytes } from '../../../shared/lib/concat-bytes.ts';
import { fieldAt } from '../../../shared/realtime/parse.ts';
import { buildSessionUpdate } from '../../../shared/realtime/session-update.ts';
import { DEFAULT_WISHES } from '../../../shared/realtime/session-wishes.ts';
import { systemClock, systemIds } from '../system.ts';
import { prompts } from './prompts.ts';
import { createRealtimeSimulator, type RealtimeSimulator } from './realtime-simulator.ts';
import { expectOpenAiShape } from './testing/openai-shape.ts';
import { SimulatorClient } from './testing/simulator-client.ts';

let simulator: RealtimeSimulator;
let url: string;
let clients: SimulatorClient[];

beforeEach(async () => {
  simulator = createRealtimeSimulator({
    clock: systemClock,
    ids: systemIds,
    pace: { speedFactor: 200, thinkMs: 5, transcribeMs: 20 },
  });
  ({ url } = await simulator.listen());
  clients = [];
});

afterEach(async () => {
  for (const client of clients) client.close();
  await simulator.dispose();
  for (const client of clients) {
    for (const event of client.events) expectOpenAiShape(event);
    const ids = client.events.map(event => event.event_id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

function connect(headers?: Record<string, string>): SimulatorClient {
  const client = new SimulatorClient(url, headers);
  clients.push(client);
  return client;
}

const SPEECH = concatBytes([
  new Uint8Array(12_000).fill(MULAW_SILENCE),
  orderPcmu(),
  new Uint8Array(8000).fill(MULAW_SILENCE),
]);

test('begins with session.created alone, and the settings of a new session', async () => {
  const client = connect();
  const { session } = await client.next('session.created');
  await client.settled();
  expect(client.types()).toEqual(['session.created', 'error']);
  expect(fieldAt(session, 'model')).toBe('gpt-realtime-2.1');
  expect(fieldAt(session, 'audio', 'input', 'format')).toEqual({ type: 'audio/pcm', rate: 24000 });
  expect(fieldAt(session, 'audio', 'input', 'turn_detection', 'silence_duration_ms')).toBe(200);
});

test('greets when asked to, event by event as the API does', async () => {
  const client = await connect().ready();
  client.send({ type: 'response.create', response: { metadata: { topic: 'hello' } } });
  await client.next('rate_limits.updated');
  const order = client
    .types()
    .slice(2)
    .filter((type, at, all) => !type.endsWith('.delta') || all.indexOf(type) === at);
  expect(order).toEqual([
    'response.created',
    'response.output_item.added',
    'conversation.item.added',
    'response.content_part.added',
    'response.output_audio_transcript.delta',
    'response.output_audio.delta',
    'response.output_audio.done',
    'response.output_audio_transcript.done',
    'response.content_part.done',
    'conversation.item.done',
    'response.output_item.done',
    'response.done',
    'rate_limits.updated',
  ]);
  const { response } = await client.next('response.done');
  expect(fieldAt(response, 'status')).toBe('completed');
  expect(fieldAt(response, 'metadata')).toEqual({ topic: 'hello' });
  expect(Buffer.from(client.audioOf(fieldAt(response, 'id'))).equals(prompts.greeting.audio)).toBe(true);
  const { transcript } = await client.next('response.output_audio_transcript.done');
  expect(transcript).toBe(prompts.greeting.text);
  const sizes = new Set(
    client.events
      .filter(event => event.type === 'response.output_audio.delta')
      .map(event => String(event.delta).length),
  );
  expect(sizes.size).toBeGreaterThan(3);
});

test('answers a sentence with that very sentence, sample for sample, and says what its transcripts are', async () => {
  const client = await connect().ready();
  client.append(SPEECH, 160);
  const done = await client.next('response.done');
  const order = client.types().slice(2, 8);
  expect(order).toEqual([
    'input_audio_buffer.speech_started',
    'input_audio_buffer.speech_stopped',
    'input_audio_buffer.committed',
    'conversation.item.added',
    'conversation.item.done',
    'response.created',
  ]);
  const started = await client.next('input_audio_buffer.speech_started');
  const stopped = await client.next('input_audio_buffer.speech_stopped');
  const committed = await client.next('input_audio_buffer.committed');
  expect(committed.item_id).toBe(started.item_id);
  const answer = Buffer.from(client.audioOf(fieldAt(done.response, 'id')));
  const said = prompts['you-said'].audio;
  expect(answer.subarray(0, said.length).equals(said)).toBe(true);
  const startMs = started.audio_start_ms as number;
  const endMs = (stopped.audio_end_ms as number) - 500;
  expect(answer.subarray(said.length).equals(SPEECH.subarray(startMs * 8, endMs * 8))).toBe(true);
  expect(endMs - startMs).toBeGreaterThan(6500);
  const seconds = ((endMs - startMs) / 1000).toFixed(1);
  const heard = await client.next('conversation.item.input_audio_transcription.completed');
  expect(heard.transcript).toBe(`[${seconds} s of caller speech]`);
  const spoken = await client.next('response.output_audio_transcript.done');
  expect(spoken.transcript).toBe(`You said: [${seconds} s of the caller's own speech]`);
});

test('hears the same however the audio is cut', async () => {
  const positions = [];
  for (const chunk of [160, 1600, 24_000, 100_000]) {
    const client = await connect().ready();
    client.append(SPEECH, chunk);
    const started = await client.next('input_audio_buffer.speech_started');
    const stopped = await client.next('input_audio_buffer.speech_stopped');
    positions.push(`${started.audio_start_ms}-${stopped.audio_end_ms}`);
  }
  expect(new Set(positions).size).toBe(1);
});

test.each([
  ['silence', silence(30)],
  ['steady low noise', joined(silence(1), noise('white', 30, 0.01))],
  ['steady brown noise', noise('brown', 30, 0.05)],
  ['a quiet tone', joined(silence(1), tone([440], 20, 0.01), silence(1))],
  ['a loud tone', joined(silence(1), tone([1004], 20, 0.9), silence(1))],
])('hears nobody in %s, and answers nothing', async (_name, sound) => {
  const client = await connect().ready();
  client.append(encodeMuLaw(sound));
  await client.settled();
  expect(client.types()).toEqual(['session.created', 'session.updated', 'error']);
});

test('stops speaking when the caller does: done events for what was said, then cancelled by turn_detected', async () => {
  await simulator.dispose();
  simulator = createRealtimeSimulator({
    clock: systemClock,
    ids: systemIds,
    pace: { speedFactor: 1, thinkMs: 1, transcribeMs: 20 },
  });
  ({ url } = await simulator.listen());
  const client = await connect().ready();
  client.send({ type: 'response.create' });
  await client.next('response.output_audio.delta');
  client.append(encodeMuLaw(joined(sentence('interrupt').subarray(0, 8000))));
  const done = await client.next('response.done');
  expect(fieldAt(done.response, 'status_details')).toEqual({ type: 'cancelled', reason: 'turn_detected' });
  const after = client.types().slice(client.types().indexOf('input_audio_buffer.speech_started'));
  expect(after.slice(0, 7)).toEqual([
    'input_audio_buffer.speech_started',
    'response.output_audio.done',
    'response.output_audio_transcript.done',
    'response.content_part.done',
    'conversation.item.done',
    'response.output_item.done',
    'response.done',
  ]);
  const texts = client.events.filter(event => event.type === 'response.output_audio_transcript.delta');
  const { transcript } = await client.next('response.output_audio_transcript.done');
  expect(transcript).toBe(texts.map(event => event.delta).join(''));
  expect(client.audioOf(fieldAt(done.response, 'id')).length).toBeLessThan(prompts.greeting.audio.length);
});

test('truncates to what was generated at most, and only audio of its own', async () => {
  const client = await connect().ready();
  client.send({ type: 'response.create' });
  const added = await client.next('conversation.item.added');
  await client.next('response.done');
  const item_id = fieldAt(added.item, 'id');
  const truncate = { type: 'conversation.item.truncate', item_id, content_index: 0 };
  const lengthMs = Math.floor(prompts.greeting.audio.length / 8);
  expect(await client.error({ ...truncate, audio_end_ms: lengthMs + 1 })).toMatchObject({
    code: 'invalid_value',
    message: expect.stringContaining('already shorter'),
  });
  client.send({ ...truncate, audio_end_ms: 1000 });
  expect(await client.next('conversation.item.truncated')).toMatchObject({ item_id, audio_end_ms: 1000 });
  expect(await client.error({ ...truncate, audio_end_ms: 1001 })).toMatchObject({ code: 'invalid_value' });
  expect(await client.error({ ...truncate, audio_end_ms: 1.5 })).toMatchObject({ param: 'audio_end_ms' });
  expect(await client.error({ ...truncate, item_id: 'item_x', audio_end_ms: 1 })).toMatchObject({
    code: 'item_not_found',
  });
  const text = { type: 'message', role: 'user', id: 'mine', content: [{ type: 'input_text', text: '[DTMF] 1' }] };
  client.send({ type: 'conversation.item.create', item: text });
  expect(await client.next('conversation.item.done', 2)).toMatchObject({ previous_item_id: item_id });
  expect(await client.error({ ...truncate, item_id: 'mine', audio_end_ms: 1 })).toMatchObject({
    code: 'unsupported_content_type',
  });
  client.send({ type: 'conversation.item.retrieve', item_id });
  expect(fieldAt((await client.next('conversation.item.retrieved')).item, 'content')).toEqual([
    { type: 'output_audio' },
  ]);
  client.send({ type: 'conversation.item.delete', item_id });
  await client.next('conversation.item.deleted');
  expect(await client.error({ type: 'conversation.item.delete', item_id })).toMatchObject({ code: 'item_not_found' });
});

test('an unknown key refuses the whole update, and the session keeps its settings', async () => {
  const client = connect();
  await client.next('session.created');
  const update = buildSessionUpdate('cfg', DEFAULT_WISHES);
  const session = { ...update.session, voice: 'marin' };
  expect(await client.error({ ...update, session })).toMatchObject({
    code: 'unknown_parameter',
    param: 'session.voice',
    event_id: 'cfg',
  });
  expect(client.types()).not.toContain('session.updated');
  client.send({ type: 'session.update', session: { type: 'realtime' } });
  const echo = await client.next('session.updated');
  expect(fieldAt(echo.session, 'audio', 'input', 'format', 'type')).toBe('audio/pcm');
  expect(fieldAt(echo.session, 'instructions')).toBe('');
});

test.each([
  [{ type: 'session.update', session: { instructions: '' } }, 'missing_required_parameter', 'session.type'],
  [{ type: 'session.update' }, 'missing_required_parameter', 'session'],
  [
    { type: 'session.update', session: { type: 'realtime', audio: { input: { format: 'g711_ulaw' } } } },
    'invalid_type',
    'session.audio.input.format',
  ],
  [
    {
      type: 'session.update',
      session: { type: 'realtime', audio: { input: { format: { type: 'audio/pcm', rate: 8000 } } } },
    },
    'integer_below_min_value',
    'session.audio.input.format.rate',
  ],
  [
    { type: 'session.update', session: { type: 'realtime', output_modalities: ['audio', 'text'] } },
    'invalid_value',
    'session.output_modalities',
  ],
  [{ type: 'output_audio_buffer.clear' }, 'invalid_value', 'type'],
  [{ type: 'input_audio_buffer.append' }, 'missing_required_parameter', 'audio'],
  [{ type: 'input_audio_buffer.commit' }, 'input_audio_buffer_commit_empty', null],
  [{ type: 'response.cancel' }, 'response_cancel_not_active', null],
  [{ event_id: 'x' }, 'missing_required_parameter', 'type'],
])('refuses %j with %s', async (event, code, param) => {
  const client = connect();
  await client.next('session.created');
  expect(await client.error(event)).toMatchObject({ type: 'invalid_request_error', code, param });
});

test('refuses a second response, broken JSON and binary frames, and goes on', async () => {
  const client = await connect().ready();
  client.send({ type: 'response.create' });
  expect(await client.error({ type: 'response.create', event_id: 'twice' })).toMatchObject({
    code: 'conversation_already_has_active_response',
    event_id: 'twice',
  });
  client.sendRaw('{"type":');
  expect((await client.next('error', 2)).error).toMatchObject({ code: 'invalid_json' });
  client.sendRaw(Buffer.from([1, 2, 3]));
  expect((await client.next('error', 3)).error).toMatchObject({ code: 'invalid_event' });
  expect(await client.next('response.done')).toMatchObject({ response: { status: 'completed' } });
});

test('a client may commit by itself when turn detection is off', async () => {
  const client = connect();
  await client.next('session.created');
  const update = buildSessionUpdate('cfg', DEFAULT_WISHES);
  const audio = {
    input: { format: { type: 'audio/pcmu' }, turn_detection: null },
    output: { format: { type: 'audio/pcmu' } },
  };
  client.send({ ...update, session: { type: 'realtime', audio } });
  await client.next('session.updated');
  client.append(SPEECH.subarray(0, 16_000));
  client.send({ type: 'input_audio_buffer.commit' });
  await client.next('conversation.item.done');
  expect(client.types()).not.toContain('input_audio_buffer.speech_started');
  client.send({ type: 'response.create' });
  const done = await client.next('response.done');
  const answer = Buffer.from(client.audioOf(fieldAt(done.response, 'id')));
  expect(answer.subarray(-16_000).equals(SPEECH.subarray(0, 16_000))).toBe(true);
});

test('an answer outside the conversation leaves no item in it', async () => {
  const client = await connect().ready();
  client.send({ type: 'response.create', response: { conversation: 'none' } });
  const done = await client.next('response.done');
  expect(done).toMatchObject({ response: { conversation_id: null } });
  expect(client.types()).not.toContain('conversation.item.added');
});

test('without a key: the handshake succeeds, then an error and close 3000', async () => {
  const client = connect({});
  await client.until(() => client.closed !== undefined);
  expect(client.events).toMatchObject([{ type: 'error', error: { code: 'invalid_api_key' } }]);
  expect(client.closed).toEqual({ code: 3000, reason: 'invalid_request_error.invalid_api_key' });
});

test('lets no web page in, nor a name that is not its own', async () => {
  for (const headers of [{ origin: 'https://example.com' }, { host: 'example.com' }]) {
    const status = await new Promise(resolve => {
      const ws = new WebSocket(`${url}/realtime?model=m`, { headers: { authorization: 'Bearer x', ...headers } });
      ws.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode);
        ws.on('error', () => ws.removeAllListeners());
        ws.terminate();
      });
    });
    expect(status).toBe(403);
  }
});

test('disposing ends the sessions and frees the port', async () => {
  const client = await connect().ready();
  client.send({ type: 'response.create' });
  await simulator.dispose();
  await client.until(() => client.closed !== undefined);
  await simulator.dispose();
});
