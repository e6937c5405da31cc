import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { joined, noise, orderPcmu, sentence, silence, tone } from '../../../../../e2e/audio/sounds.ts';
import { encodeMuLaw, MULAW_SILENCE } from '../../../../shared/audio/mulaw.ts';
import { concatBytes } from '../../../../shared/lib/concat-bytes.ts';
import type { RealtimeOptions } from '../../../../shared/realtime/realtime-options.ts';
import { prompts } from '../../realtime-simulator/prompts.ts';
import { createRealtimeSimulator, type RealtimeSimulator } from '../../realtime-simulator/realtime-simulator.ts';
import type { SimulatorPace } from '../../realtime-simulator/simulator-session.ts';
import { systemClock, systemIds } from '../../system.ts';
import { FakeCall } from '../../testing/fake-call.ts';
import type { Bot } from '../bot.ts';
import { type OpenAiBotSettings, startOpenAiBot } from './openai-bot.ts';

const KEY = 'sk-test-never-in-an-event';
const SPEECH = concatBytes([orderPcmu(), new Uint8Array(8000).fill(MULAW_SILENCE)]);
const DEPS = { clock: systemClock, ids: systemIds };

const ends: (() => Promise<unknown> | unknown)[] = [];
let fake: FakeCall;

beforeEach(() => {
  fake = new FakeCall();
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  expect(JSON.stringify(fake.events)).not.toContain(KEY);
  expect(fake.notes().filter(note => note.code === 'bot-bug')).toEqual([]);
});

async function simulate(pace: Partial<SimulatorPace> = {}): Promise<{ url: string; simulator: RealtimeSimulator }> {
  const simulator = createRealtimeSimulator({
    ...DEPS,
    pace: { speedFactor: 200, thinkMs: 5, transcribeMs: 20, ...pace },
  });
  ends.push(() => simulator.dispose());
  return { ...(await simulator.listen()), simulator };
}

function start(baseURL: string, settings: Partial<OpenAiBotSettings> = {}, realtime: RealtimeOptions = {}): Bot {
  fake.call.profile = { match: '*', realtime };
  const bot = startOpenAiBot({ apiKey: KEY, baseURL, ...settings }, DEPS)(fake.call);
  ends.push(() => bot.end('the test is over'));
  return bot;
}

function speak(bot: Bot, codes: Uint8Array): void {
  for (let at = 0; at < codes.length; at += 1600) {
    const audio = codes.subarray(at, at + 1600);
    bot.hear(audio, fake.speak(audio));
  }
}

/** Rules that were noted; not the notes that only tell. */
function rules(): string[] {
  return fake.notes().flatMap(({ code }) => (code.startsWith('RT-') ? [code] : []));
}

function responses(): number {
  return fake.messages('in', 'response.done').length;
}

/** The caller has heard everything that was played. */
function hearAll(): void {
  fake.heardBytes = fake.track('bot').length;
  fake.playing = false;
}

function spoken(): Buffer {
  return Buffer.from(concatBytes(fake.played.map(part => part.audio)));
}

/** An HTTP server on loopback whose upgrades are answered by `answer`. */
async function fakeServer(prepare: (server: Server) => void): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>hello</html>');
  });
  prepare(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

async function fakeModel(converse: (ws: WebSocket) => void): Promise<string> {
  const sockets = new WebSocketServer({ noServer: true });
  ends.push(() => {
    for (const ws of sockets.clients) ws.terminate();
  });
  return fakeServer(server =>
    server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, converse)),
  );
}

test('greets through the simulator: the bytes played are the bytes stored', async () => {
  const { url } = await simulate();
  const bot = start(url, { name: 'simulator' });
  expect(bot.name).toBe('simulator');
  await fake.until(() => responses() === 1);
  expect(spoken().equals(prompts.greeting.audio)).toBe(true);
  expect(Buffer.from(fake.track('bot')).equals(spoken())).toBe(true);
  for (const { audio, range } of fake.played) {
    expect(fake.track('bot').subarray(range.offset, range.offset + range.bytes)).toEqual(Uint8Array.from(audio));
  }
});

test('the caller is heard, and what is played back is their own sentence, sample for sample', async () => {
  const { url } = await simulate();
  const bot = start(url);
  await fake.until(() => responses() === 1);
  hearAll();
  const before = spoken().length;
  speak(bot, SPEECH);
  await fake.until(() => responses() === 2);
  const answer = spoken().subarray(before + prompts['you-said'].audio.length);
  expect(answer.length).toBeGreaterThan(6500 * 8);
  expect(Buffer.from(SPEECH).indexOf(answer)).toBe(0);
});

test('audio that comes before the session is ready is heard too', async () => {
  const { url } = await simulate();
  const bot = start(url, {}, { greet: false });
  speak(bot, SPEECH);
  await fake.until(() => responses() === 1);
  expect(spoken().includes(Buffer.from(SPEECH.subarray(8000, 40_000)))).toBe(true);
});

test.each([
  ['silence', silence(10)],
  ['steady low noise', noise('white', 10, 0.01)],
  ['a quiet tone', joined(tone([440], 10, 0.01), silence(1))],
])('a call of %s gets the greeting and nothing else', async (_name, sound) => {
  const { url } = await simulate();
  const bot = start(url, {}, { dtmf: { timeoutMs: 0 } });
  await fake.until(() => responses() === 1);
  speak(bot, encodeMuLaw(sound));
  // Answered in order: when this comes back, all of the sound was heard.
  bot.pressed('1');
  await fake.until(() => fake.messages('in', 'conversation.item.done').length === 2);
  expect(fake.messages('in', 'input_audio_buffer.speech_started')).toEqual([]);
});

test('the log holds every frame, and audio once: references into the tracks stand for it', async () => {
  const { url } = await simulate();
  const bot = start(url);
  await fake.until(() => responses() === 1);
  hearAll();
  speak(bot, SPEECH);
  await fake.until(() => responses() === 2);
  const appends = fake.messages('out', 'input_audio_buffer.append');
  expect(appends[1]).toEqual({
    type: 'input_audio_buffer.append',
    event_id: expect.stringMatching(/^console_[0-9a-f]{8}_\d+$/),
    audio: { $audio: { track: 'caller', offset: 1600, bytes: 1600 } },
  });
  const deltas = fake.messages('in', 'response.output_audio.delta');
  expect(deltas.map(delta => (delta.delta as { $audio: unknown }).$audio)).toEqual(fake.played.map(part => part.range));
  const sizes = fake.events.filter(
    event => event.type === 'message' && event.text.includes('input_audio_buffer.append'),
  );
  // 1600 bytes are 2136 characters of base64; `bytes` is what went over the wire.
  for (const event of sizes.slice(0, 5)) expect(event.type === 'message' && event.bytes).toBeGreaterThan(2136);
  const upgrade = fake.events.find(event => event.type === 'connection');
  expect(upgrade).toMatchObject({ phase: 'upgrade', method: 'GET', target: '/v1/realtime?model=gpt-realtime-2.1' });
  expect(JSON.stringify(upgrade)).toContain('«secret:authorization»');
});

test('an interruption half-way through an answer flushes it and truncates what was not heard', async () => {
  const { url } = await simulate({ speedFactor: 4 });
  const bot = start(url);
  await fake.until(() => fake.played.length >= 3);
  fake.heardBytes = 2007;
  speak(bot, encodeMuLaw(sentence('interrupt').subarray(0, 8000)));
  await fake.until(() => fake.messages('in', 'conversation.item.truncated').length === 1);
  expect(fake.interrupts).toBe(1);
  expect(fake.messages('out', 'conversation.item.truncate')).toMatchObject([{ content_index: 0, audio_end_ms: 250 }]);
  expect(fake.messages('out', 'response.cancel')).toEqual([]);
  expect(fake.messages('in', 'response.done')).toMatchObject([{ response: { status: 'cancelled' } }]);
  expect(fake.messages('in', 'error')).toEqual([]);
});

test('an interruption after the answer is complete, before any of it was heard, deletes it', async () => {
  const { url } = await simulate();
  const bot = start(url);
  await fake.until(() => responses() === 1);
  fake.heardBytes = 0;
  speak(bot, encodeMuLaw(sentence('interrupt').subarray(0, 8000)));
  await fake.until(() => fake.messages('in', 'conversation.item.deleted').length === 1);
  expect(fake.interrupts).toBe(1);
  expect(fake.messages('out', 'conversation.item.truncate')).toEqual([]);
});

test('an answer that was heard whole is left alone', async () => {
  const { url } = await simulate();
  const bot = start(url);
  await fake.until(() => responses() === 1);
  hearAll();
  speak(bot, SPEECH);
  await fake.until(() => responses() === 2);
  expect(fake.interrupts).toBe(0);
  expect(fake.messages('out', 'conversation.item.truncate')).toEqual([]);
  expect(fake.messages('out', 'conversation.item.delete')).toEqual([]);
});

test('[RT-03] a wrong key, told after the handshake, ends the call with that reason', async () => {
  const error = { type: 'invalid_request_error', code: 'invalid_api_key', message: 'Incorrect API key provided.' };
  const url = await fakeModel(ws => {
    ws.send(JSON.stringify({ type: 'error', event_id: 'event_1', error }));
    ws.close(3000, 'invalid_request_error.invalid_api_key');
  });
  start(url);
  await fake.until(() => fake.hangUps.length > 0);
  expect(fake.hangUps).toEqual([{ reason: 'error', info: expect.stringContaining('Incorrect API key provided.') }]);
  expect(rules()).toEqual(['RT-03']);
  expect(fake.events.at(-1)).toMatchObject({ type: 'state', to: 'ended' });
});

test('[RT-05] HTTP 401 ends the call and names the key', async () => {
  const url = await fakeServer(server =>
    server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n')),
  );
  const bot = start(url);
  await fake.until(() => fake.hangUps.length > 0);
  expect(fake.hangUps[0]?.info).toContain('refused the API key (HTTP 401)');
  await bot.end('hung up');
});

test('[RT-05] a web page instead of a handshake ends the call and points at the base URL', async () => {
  start(await fakeServer(() => undefined));
  await fake.until(() => fake.hangUps.length > 0);
  expect(fake.hangUps[0]?.info).toMatch(/HTTP 200 \(text\/html\); check the base URL/);
  expect(fake.notes()).toMatchObject([{ code: 'RT-05', level: 'problem' }]);
});

test('[RT-05] nobody listening ends the call', async () => {
  const { url, simulator } = await simulate();
  await simulator.dispose();
  start(url);
  await fake.until(() => fake.hangUps.length > 0);
  expect(fake.hangUps[0]?.info).toContain('could not be reached');
  expect(fake.hangUps).toHaveLength(1);
});

test('[RT-04] a server that goes away in the call ends it', async () => {
  const { url, simulator } = await simulate();
  start(url, {}, { onDrop: 'end' });
  await fake.until(() => responses() === 1);
  await simulator.dispose();
  await fake.until(() => fake.hangUps.length > 0);
  expect(rules()).toEqual(['RT-04']);
});

test('[RT-05] plain text to another machine is refused, after the bot was handed over, and nothing is sent', async () => {
  const bot = start('ws://192.0.2.1/v1');
  expect(fake.hangUps).toEqual([]);
  bot.hear(new Uint8Array(160), fake.speak(new Uint8Array(160)));
  await fake.until(() => fake.hangUps.length > 0);
  expect(fake.hangUps[0]?.info).toContain('use https or wss');
  expect(fake.events.some(event => event.type === 'connection')).toBe(false);
});

test.each([
  ['not a url', 'not a URL'],
  ['ftp://example.com', 'https or wss'],
  ['https://example.com/v1', 'No OpenAI API key'],
])('[RT-05] a base URL or key that cannot work is said: %s', async (baseURL, words) => {
  start(baseURL, { apiKey: '' });
  await fake.until(() => fake.hangUps.length > 0);
  expect(fake.hangUps[0]?.info).toContain(words);
});

test('[RT-02] a model that keeps to PCM ends the call before any audio is sent', async () => {
  const pcm = { format: { type: 'audio/pcm', rate: 24000 } };
  const session = { type: 'realtime', audio: { input: pcm, output: pcm } };
  const url = await fakeModel(ws => {
    ws.send(JSON.stringify({ type: 'session.created', session }));
    ws.on('message', () => ws.send(JSON.stringify({ type: 'session.updated', session })));
  });
  const bot = start(url);
  speak(bot, SPEECH);
  await fake.until(() => fake.hangUps.length > 0);
  expect(rules()).toEqual(['RT-02']);
  expect(fake.messages('out', 'input_audio_buffer.append')).toEqual([]);
});

test('[RT-12] frames that are no events are kept as they came, and the call goes on', async () => {
  const url = await fakeModel(ws => {
    ws.send('<html>');
    ws.send(JSON.stringify({ type: 'session.mystery', event_id: 'event_1' }));
    ws.send(JSON.stringify({ type: 'session.created', session: {} }));
  });
  start(url);
  await fake.until(() => fake.events.some(event => event.type === 'message' && event.direction === 'out'));
  const texts = fake.events.filter(event => event.type === 'message').map(event => event.text);
  expect(texts[0]).toBe('<html>');
  expect(texts[1]).toContain('session.mystery');
  expect(rules()).toEqual(['RT-12']);
});

test('the key does not go over plain text, not even to this machine', async () => {
  let authorization: string | undefined = '';
  const url = await fakeServer(server =>
    server.on('upgrade', (request, socket) => {
      authorization = request.headers.authorization;
      socket.destroy();
    }),
  );
  start(url);
  await fake.until(() => fake.hangUps.length > 0);
  expect(authorization).toMatch(/^Bearer /);
  expect(authorization).not.toContain(KEY);
});

test('ending the call closes the socket properly, and twice does no harm', async () => {
  const { url } = await simulate();
  const bot = start(url);
  await fake.until(() => responses() === 1);
  await bot.end('hung up by the caller');
  expect(fake.events.at(-1)).toMatchObject({ type: 'connection', phase: 'close', code: 1000 });
  await bot.end('again');
  expect(fake.hangUps).toEqual([]);
});

test('ending while the handshake hangs lets go at once', async () => {
  const url = await fakeServer(server => server.on('upgrade', () => undefined));
  const bot = start(url);
  await bot.end('hung up by the caller');
  expect(fake.hangUps).toEqual([]);
});

test('a bug in what the bot calls becomes a note and ends the call, and the socket is not wedged', async () => {
  const { url } = await simulate();
  fake.call.play = () => {
    throw new Error('the server has a bug');
  };
  const bot = start(url);
  await fake.until(() => fake.hangUps.length > 0);
  const bug = fake.notes().find(note => note.code === 'bot-bug');
  expect(bug).toMatchObject({ level: 'problem', text: expect.stringContaining('the server has a bug') });
  await bot.end('hung up');
  expect(fake.events.at(-1)).toMatchObject({ type: 'connection', phase: 'close' });
  fake = new FakeCall();
});
