/** Calls of a client that speaks the protocol. */
import { expect, test } from 'vitest';
import { PatientClock } from '../testing/patient-clock.ts';
import { RawCaller } from '../testing/raw-caller.ts';
import { CREDENTIALS, openCall, say, serve } from './testing/test-server.ts';

test('a call: opened, heard by the bot, digits told, closed on request', async () => {
  const { url, heard, told, calls, ended, store } = await serve();
  const caller = await openCall(url);
  expect(caller.messages[0]).toMatchObject({ type: 'opened', seq: 1, clientseq: 1, id: caller.ids.sessionId });
  caller.socket.send(new Uint8Array(1600).fill(0x7e));
  caller.send('dtmf', { digit: '5' });
  caller.send('ping');
  await caller.message('pong');
  await caller.hangUp();
  const id = await ended();
  expect(heard.map(({ audio, range }) => [audio.length, range])).toEqual([
    [1600, { track: 'caller', offset: 0, bytes: 1600 }],
  ]);
  expect(told).toEqual(['digit 5', 'end: closed by Genesys Cloud, reason end']);
  expect(calls[0]).toMatchObject({ connectorId: 'demo-bot' });
  expect(store.get(id)).toMatchObject({
    kind: 'call',
    bot: 'test bot',
    caller: 'tel:+15550100001',
    problems: 0,
    warnings: 0,
  });
  expect(await store.audio(id, 'caller', 0, 9999)).toEqual(new Uint8Array(1600).fill(0x7e));
});

test('every server message is numbered when it is written, and answers the last of the client', async () => {
  const { url } = await serve();
  const caller = await openCall(url);
  for (let count = 0; count < 5; count += 1) caller.send('ping');
  await caller.message('pong', 5);
  expect(caller.messages.map(message => [message.seq, message.clientseq])).toEqual([1, 2, 3, 4, 5, 6].map(n => [n, n]));
  await caller.hangUp();
});

test('a connection probe is answered without media and without a bot, and is listed as a probe', async () => {
  const { url, calls, ended, store } = await serve();
  const none = '00000000-0000-0000-0000-000000000000';
  const caller = await openCall(url, {
    conversationId: none,
    participant: { id: none, ani: '', aniName: '', dnis: '' },
  });
  expect(caller.messages[0]?.parameters).toEqual({ media: [] });
  await caller.hangUp();
  expect(store.get(await ended())).toMatchObject({ kind: 'probe' });
  expect(calls).toEqual([]);
});

test('[AH-11] a type that nobody knows is recorded and ignored', async () => {
  const { url, ended, notesOf } = await serve();
  const caller = await openCall(url);
  caller.send('playback_stopped');
  caller.send('ping');
  await caller.message('pong');
  await caller.hangUp();
  expect(await notesOf(await ended())).toEqual(['AH-11']);
});

test('bot audio goes out in binary frames of 200 ms; a farewell is heard before disconnect', async () => {
  const { url, calls, told } = await serve();
  const caller = await openCall(url);
  say(calls[0], 600);
  calls[0]?.hangUp({ reason: 'completed', info: 'done', outputVariables: { intent: 'pay' } });
  await caller.until(() => (caller.frames.length === 3 ? true : undefined));
  expect(caller.frames.map(frame => frame.length)).toEqual([1600, 1600, 1600]);
  caller.send('playback_started');
  caller.send('ping');
  await caller.message('pong');
  expect(caller.messages.map(message => message.type)).not.toContain('disconnect');
  expect(calls[0]?.isPlaying()).toBe(true);
  caller.send('playback_completed');
  const disconnect = await caller.message('disconnect');
  expect(disconnect.parameters).toEqual({ reason: 'completed', info: 'done', outputVariables: { intent: 'pay' } });
  expect(told.slice(0, 2)).toEqual(['started', 'completed']);
  await caller.hangUp();
});

test('an interruption empties the queue, then sends barge_in, and nothing of the old answer comes after it', async () => {
  const { url, calls } = await serve();
  const caller = await openCall(url);
  say(calls[0], 30_000, 0x11);
  await caller.until(() => (caller.frames.length > 0 ? true : undefined));
  caller.send('playback_started');
  caller.send('ping');
  await caller.message('pong');
  calls[0]?.interrupt();
  const event = await caller.message('event');
  expect(event.parameters).toEqual({ entities: [{ type: 'barge_in', data: {} }] });
  const before = caller.frames.length;
  say(calls[0], 200, 0x22);
  await caller.until(() => (caller.frames.length > before ? true : undefined));
  expect(caller.frames.slice(before).map(frame => frame[0])).toEqual([0x22]);
  await caller.hangUp();
});

test('in a pause of Genesys nothing is sent; after it everything is', async () => {
  const { url, calls } = await serve();
  const caller = await openCall(url);
  caller.send('paused');
  caller.send('ping');
  await caller.message('pong');
  say(calls[0], 200);
  caller.send('ping');
  await caller.message('pong', 2);
  expect(caller.frames).toHaveLength(0);
  caller.send('resumed', { start: 'PT0.0S', discarded: 'PT0.4S' });
  await caller.until(() => (caller.frames.length === 1 ? true : undefined));
  await caller.hangUp();
});

test('the end of the server is a proper end of its calls', async () => {
  const { server, url } = await serve();
  const caller = await openCall(url);
  const disposed = server.dispose();
  expect((await caller.message('disconnect')).parameters).toMatchObject({ reason: 'completed' });
  await caller.hangUp();
  await disposed;
});

test('neither key nor secret nor signature is in what is written to disk', async () => {
  const { url, ended, store } = await serve();
  const caller = await openCall(url, { inputVariables: { leak: CREDENTIALS.apiKey } });
  await caller.hangUp();
  const events = await store.events(await ended());
  const text = JSON.stringify(events);
  expect(text).toContain('«secret:x-api-key»');
  expect(text).toContain('«secret:signature»');
  for (const secret of [CREDENTIALS.apiKey, CREDENTIALS.clientSecret]) expect(text).not.toContain(secret);
});

test('a base path is not part of the Connector ID', async () => {
  const { server, calls } = await serve({ server: { basePath: '/audioconnector/v1' } });
  const caller = await openCall(`${server.url}audioconnector/v1/demo-bot`);
  expect(calls[0]?.connectorId).toBe('demo-bot');
  await caller.hangUp();
});

const PROFILES = [
  { match: 'sales-*', bot: 'echo', outputVariables: { team: 'sales', intent: 'none' } },
  { match: '*.test', bot: 'listen' },
];

test('a Connector ID gets the first profile that matches, and its output variables', async () => {
  const { server, calls } = await serve({ profiles: PROFILES });
  const caller = await openCall(`${server.url}sales-emea`);
  expect(calls[0]?.profile).toEqual(PROFILES[0]);
  calls[0]?.hangUp({ reason: 'completed', info: 'done', outputVariables: { intent: 'pay' } });
  const { parameters } = await caller.message('disconnect');
  expect(parameters).toMatchObject({ outputVariables: { team: 'sales', intent: 'pay' } });
  await caller.hangUp();
});

test('[AH-28] an unknown Connector ID is served by the default, or refused as set', async () => {
  const lenient = await serve({ profiles: PROFILES });
  await (await openCall(`${lenient.server.url}nobody`)).hangUp();
  expect(lenient.calls[0]?.profile).toEqual({ match: '*' });
  const strict = await serve({ profiles: PROFILES, server: { unknownConnector: 'refuse' } });
  const caller = new RawCaller(`${strict.server.url}nobody`, CREDENTIALS);
  await caller.opened();
  caller.open();
  const { parameters } = await caller.message('disconnect');
  expect(parameters).toMatchObject({ reason: 'error', info: expect.stringContaining('"nobody"') });
  expect(caller.messages[0]).toMatchObject({ type: 'disconnect', seq: 1 });
  await caller.hangUp();
  expect(strict.calls).toEqual([]);
});

test('continuedSessions are linked to the earlier session', async () => {
  const { url, store, ended } = await serve();
  const first = await openCall(url);
  await first.hangUp();
  const earlier = await ended();
  const second = await openCall(url, { continuedSessions: [{ id: first.ids.sessionId, serverseq: 1, clientseq: 2 }] });
  expect(store.list().find(session => session.state === 'live')).toMatchObject({ continues: earlier });
  await second.hangUp();
});

test('update is answered, and the bot hears of the language', async () => {
  const { url, told } = await serve();
  const caller = await openCall(url);
  caller.send('update', { language: 'fr-ca' });
  await caller.message('updated');
  expect(told).toContain('language fr-ca');
  await caller.hangUp();
});

test('[AH-18] events keep the rate and lose nothing; a pong does not wait for them', async () => {
  const { url, calls } = await serve({}, new PatientClock(20));
  const caller = await openCall(url);
  for (let count = 0; count < 40; count += 1) calls[0]?.sendEvent({ type: 'bot_turn_response', data: { count } });
  caller.send('ping');
  await caller.message('pong');
  const before = caller.messages.filter(message => message.type === 'event').length;
  expect(before).toBeLessThanOrEqual(25);
  await caller.message('event', 40);
  const counts = caller.messages.flatMap(({ type, parameters }) => (type === 'event' ? [parameters] : []));
  expect(counts).toEqual(
    [...Array(40).keys()].map(count => ({ entities: [{ type: 'bot_turn_response', data: { count } }] })),
  );
  expect(caller.messages.map(({ seq }) => seq)).toEqual(caller.messages.map((_message, at) => at + 1));
  await caller.hangUp();
});

test('a bot that cannot start ends its call alone', async () => {
  const { url, ended, notesOf, failNext } = await serve();
  failNext();
  const caller = new RawCaller(url, CREDENTIALS);
  await caller.opened();
  caller.open();
  expect((await caller.message('disconnect')).parameters).toMatchObject({ reason: 'error' });
  await caller.hangUp();
  expect(await notesOf(await ended())).toEqual(['bug']);
  await (await openCall(url)).hangUp();
});
