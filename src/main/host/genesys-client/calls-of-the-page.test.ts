/** Calls that a page makes: heard, muted, hung up when the page goes, with whose keys. */
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { decodeMuLaw } from '../../../shared/audio/mulaw.ts';
import { readWav } from '../../../shared/audio/wav.ts';
import { endedServer, follow, place, reasonOf, SPEECH, session, start, WAV } from '../testing/test-console.ts';

test('a call of the page is heard back by its caller, and its recording is what was said and heard', async () => {
  const { client } = await start();
  const { callId } = await place(client, { source: SPEECH });
  let heardMs = 0;
  const { ended } = follow(client, callId, item => {
    if (item.type !== 'heard') return;
    heardMs += item.audio.length / 8;
    if (heardMs > 3000) void client.hangUp({ callId });
  });
  await ended;
  const { id } = await session(client, endedServer);
  const wav = readWav(WAV);
  const said = wav.ok ? wav.value.pcmu : undefined;
  const caller = await client.listen({ sessionId: id, lane: 'caller', fromMs: 0, durationMs: 5000 });
  const bot = await client.listen({ sessionId: id, lane: 'bot', fromMs: 0, durationMs: 5000 });
  if (!caller.ok || !bot.ok || !said) throw new Error('The recording cannot be heard.');
  // Where the sentence begins depends on the connection, and a busy machine leaves gaps between frames, not in them.
  const part = said.subarray(3200, 4800);
  const at = Buffer.from(caller.value.audio).indexOf(part);
  const echoedAt = Buffer.from(bot.value.audio).indexOf(part);
  expect(at).toBeGreaterThanOrEqual(0);
  expect(echoedAt).toBeGreaterThan(at);
  const window = { sessionId: id, fromMs: 0, toMs: 5000, columns: 50 };
  const peaks = await client.peaks(window);
  if (!peaks.ok) throw new Error(peaks.error.message);
  expect(peaks.value.lanes.map(({ lane }) => lane)).toEqual(['caller', 'bot']);
  const loudest = Math.max(...decodeMuLaw(caller.value.audio).map(Math.abs)) >> 8;
  const [callerPeaks] = peaks.value.lanes;
  expect(Math.max(...(callerPeaks?.max ?? []).map(value => (value << 24) >> 24))).toBeGreaterThan(loudest * 0.8);
});

test('a muted caller says silence, and the call goes on', async () => {
  const { client } = await start();
  const { callId } = await place(client, { source: { type: 'tone', frequencyHz: 440 } });
  let frames = 0;
  const { ended } = follow(client, callId, item => {
    if (item.type === 'state' && item.state === 'open') void client.mute({ callId, muted: true });
    if (item.type === 'level') frames += 1;
    if (frames === 10) void client.hangUp({ callId });
  });
  await ended;
  const { id } = await session(client, endedServer);
  const heard = await client.listen({ sessionId: id, lane: 'caller', fromMs: 1200, durationMs: 600 });
  expect(heard.ok && heard.value.audio.every(code => code === 0xff)).toBe(true);
});

test('when the page goes away the call is hung up: nobody holds the phone', async () => {
  const { client, page, host } = await start();
  const { callId, sessionId } = await place(client);
  const ended = new Promise<string>(resolve => {
    host.sessions.on(found => {
      if (found.id === sessionId && found.state === 'ended') resolve(found.outcome);
    });
  });
  follow(client, callId, item => {
    if (item.type === 'state' && item.state === 'open') page.close();
  });
  expect(await ended).toContain('the page that held the call was closed');
});

test('a page that never follows its call holds no phone either', async () => {
  const { client } = await start();
  await place(client);
  const { outcome } = await session(client, ({ role, state }) => role === 'client' && state === 'ended');
  expect(outcome).toContain('the page that placed the call was closed');
});

test('typed credentials always count, also for the own server', async () => {
  const { client, host } = await start();
  const { server } = host.status;
  const target = server.state === 'listening' ? server.url : '';
  const wrong = { apiKey: 'wrong', clientSecret: Buffer.from('wrong').toString('base64') };
  for (const url of [undefined, target, target.replace('127.0.0.1', 'localhost')]) {
    const { callId } = await place(client, { target: url, credentials: wrong });
    const { ended, items } = follow(client, callId);
    await ended;
    expect(reasonOf(items)).toContain('401');
  }
  const { callId } = await place(client, { target: target.replace('127.0.0.1', 'localhost') });
  const { ended, items } = follow(client, callId, item => {
    if (item.type === 'state' && item.state === 'open') void client.hangUp({ callId });
  });
  await ended;
  expect(reasonOf(items)).toBe('hung up by the caller');
});

test("the console's own key and secret go to no other server", async () => {
  const { client } = await start();
  const other = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => new Promise(resolve => other.close(() => resolve())));
  await new Promise(resolve => other.once('listening', resolve));
  const seen = new Promise<NodeJS.Dict<string | string[]>>(resolve => {
    other.on('connection', (socket, request) => {
      socket.close();
      resolve(request.headers);
    });
  });
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { callId } = await place(client, { target: `ws://127.0.0.1:${port}/`, options: { retry: false } });
  const { ended } = follow(client, callId);
  const headers = await seen;
  expect(headers['audiohook-session-id']).toBeDefined();
  expect([headers['x-api-key'], headers.signature, headers['signature-input']]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  await ended;
});
