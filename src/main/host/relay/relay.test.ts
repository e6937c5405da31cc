import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { constants, deflateRawSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { SessionStore } from '../capture/session-store.ts';
import { createRealtimeSimulator } from '../realtime-simulator/realtime-simulator.ts';
import { SimulatorClient } from '../realtime-simulator/testing/simulator-client.ts';
import { systemClock, systemIds } from '../system.ts';
import { BENCH_CREDENTIALS, callBench, messagesIn, notesIn } from '../testing/call-bench.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { Relay, type RelayOptions } from './relay.ts';

type Bench = Awaited<ReturnType<typeof callBench>>;

async function relayTo(to: string, bench: Pick<Bench, 'store' | 'clock'>, options: Partial<RelayOptions> = {}) {
  const { store, clock } = bench;
  const relay = new Relay({ kind: 'genesys', to: new URL(to), store, clock, ids: systemIds, ...options });
  const listening = await relay.listen('127.0.0.1', 0);
  if (!listening.ok) throw new Error(listening.error.message);
  onTestFinished(() => relay.dispose());
  return listening.value.url;
}

/** Resolves with the relay's session when it has ended; `kind`: one of that kind. */
function relayed(store: SessionStore, kind?: SessionSummary['kind']): Promise<SessionSummary> {
  const isIt = (one: SessionSummary) =>
    one.relay !== undefined && one.state === 'ended' && (kind === undefined || one.kind === kind);
  const find = () => store.list().find(isIt);
  return new Promise(resolve => {
    const look = () => {
      const found = find();
      if (!found) return;
      stop();
      resolve(found);
    };
    const stop = store.changed.on(look);
    look();
  });
}

/** A TCP server whose one connection the test holds in its hand. */
async function rawServer(): Promise<{ url: string; accepted: Promise<Socket> }> {
  const server = createServer({ allowHalfOpen: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection').then(([socket]) => socket as Socket);
  onTestFinished(async () => {
    server.close();
    (await Promise.race([accepted, Promise.resolve(undefined)]))?.destroy();
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`, accepted };
}

/** Reads until `holds`; what came so far. */
async function readUntil(socket: Socket, holds: (bytes: Buffer) => boolean): Promise<Buffer> {
  let bytes: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  while (!holds(bytes)) bytes = Buffer.concat([bytes, (await once(socket, 'data'))[0] as Buffer]);
  return bytes;
}
const UPGRADE = 'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n';
const wholeHead = (bytes: Buffer) => bytes.includes('\r\n\r\n');

test('a signed call goes through the relay, signed anew for the name of their server, and both sides say the same', async () => {
  const bench = await callBench();
  const url = await relayTo(bench.url, bench, { credentials: BENCH_CREDENTIALS });
  const { summary, events } = await bench.call({}, { url, lastMs: 2_000 });
  expect(summary).toMatchObject({ opened: true, closed: true, error: null });

  const session = await relayed(bench.store);
  expect(session).toMatchObject({
    relay: 'genesys',
    kind: 'call',
    connectorId: 'demo-bot',
    caller: expect.any(String),
  });
  const seen = await bench.eventsOf(session.id);
  for (const type of ['open', 'ping', 'close']) {
    expect(messagesIn(seen, 'in', type)).toEqual(messagesIn(events, 'out', type));
  }
  for (const type of ['opened', 'pong', 'closed']) {
    expect(messagesIn(seen, 'out', type)).toEqual(messagesIn(events, 'in', type));
  }
  // Both sides were judged by the rules of AudioHook, and kept them.
  expect(seen.filter(event => event.type === 'note' && event.level !== 'info')).toEqual([]);
  const [server] = bench.store.list().filter(({ role, relay }) => role === 'server' && relay === undefined);
  for (const track of ['caller', 'bot']) {
    const bytes = await bench.store.audio(session.id, track, 0, 1 << 20);
    expect(bytes.length).toBeGreaterThan(1_600);
    expect(Buffer.compare(bytes, await bench.store.audio(server?.id ?? '', track, 0, 1 << 20))).toBe(0);
  }
});

test('what does not prove itself is not signed anew: their server refuses it as it came', async () => {
  const bench = await callBench();
  const url = await relayTo(bench.url, bench, { credentials: BENCH_CREDENTIALS });
  for (const fault of ['no-signature', 'wrong-signature', 'stale-signature'] as const) {
    expect((await bench.call({ fault }, { url })).summary.opened).toBe(false);
  }
  expect(bench.store.list().filter(({ relay, kind }) => relay && kind === 'refused')).toHaveLength(3);
});

/** Both ends of a relayed connection whose messages are packed, as raw sockets. */
async function packedRelay() {
  const { url, accepted } = await rawServer();
  const bench = await callBench();
  const relay = new URL(await relayTo(url, bench));
  const client = connect(Number(relay.port), '127.0.0.1');
  client.on('error', () => undefined);
  client.write(UPGRADE);
  const server = await accepted;
  await readUntil(server, wholeHead);
  server.write('HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n');
  await readUntil(client, wholeHead);
  return { bench, client, server };
}

test('packed frames that are read after the connection was cut end nothing', async () => {
  const { bench, client, server } = await packedRelay();
  const packed = deflateRawSync(Buffer.alloc(60_000, 'x'), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);
  server.write(Buffer.concat(Array.from({ length: 50 }, () => frame(0xc1, packed))));
  await once(client, 'data');
  client.destroy();
  server.destroy();
  const session = await relayed(bench.store);
  expect((await bench.eventsOf(session.id)).every(event => event.type !== 'note' || event.code !== 'bug')).toBe(true);
});

/** A frame of fewer than 64 KiB; the client's has a mask of zeros, which changes nothing. */
function frame(first: number, payload: Buffer, isClient = false): Buffer {
  const [mask, key] = isClient ? [0x80, Buffer.alloc(4)] : [0, Buffer.alloc(0)];
  const head =
    payload.length < 126
      ? [first, mask | payload.length]
      : [first, mask | 126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from(head), key, payload]);
}

const ID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const message = (type: string, parameters: object, seqs: object) =>
  Buffer.from(JSON.stringify({ version: '2', type, id: ID, ...seqs, parameters }));

test('a packed message that takes long to read is heard before what came after it, from either side', async () => {
  const { bench, client, server } = await packedRelay();
  const from = (seq: number, serverseq: number) => ({ seq, serverseq, position: 'PT0S' });
  const [a, b] = [
    frame(0x81, message('ping', {}, from(1, 0)), true),
    frame(0x81, message('opened', {}, { seq: 1, clientseq: 1 })),
  ];
  client.write(a);
  await readUntil(server, bytes => bytes.length >= a.length);
  server.write(b);
  await readUntil(client, bytes => bytes.length >= b.length);
  const padded = message('updated', { x: 'x'.repeat(4 << 20) }, { seq: 2, clientseq: 1 });
  const packed = deflateRawSync(padded, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);
  const large = frame(0xc1, packed);
  server.write(large);
  await readUntil(client, bytes => bytes.length >= large.length);
  // The client has read it, and says so.
  const answer = frame(0x81, message('ping', {}, from(2, 2)), true);
  client.write(answer);
  await readUntil(server, bytes => bytes.length >= answer.length);
  server.end(Buffer.concat([large, frame(0x88, Buffer.from([0x03, 0xe8]))]));
  await once(client, 'end');
  client.end();
  const session = await relayed(bench.store);
  const seen = await bench.eventsOf(session.id);
  expect(seen.flatMap(event => (event.type === 'message' ? [event.direction] : []))).toEqual([
    'in',
    'out',
    'out',
    'in',
    'out',
  ]);
  expect(session.outcome).toBe('closed by their server (code 1000)');
  expect(seen.filter(event => event.type === 'connection' && event.phase === 'close')).toMatchObject([{ code: 1000 }]);
  const blamed = seen.flatMap(event => (event.type === 'note' && event.data?.about === 'client' ? [event.code] : []));
  expect(blamed).not.toContain('AH-05');
});

test('without credentials the signature and Host go on as they came, and their refusal comes back as it was', async () => {
  const bench = await callBench();
  const url = await relayTo(bench.url, bench);
  // Signed for the relay's address, which is what their server is asked by, so it verifies there.
  const { summary } = await bench.call({}, { url, lastMs: 500 });
  expect(summary.opened).toBe(true);

  const refused = await bench.call({ fault: 'wrong-signature' }, { url });
  expect(refused.summary.opened).toBe(false);
  expect(JSON.stringify(refused.progress)).toContain('401');
  const session = await relayed(bench.store, 'refused');
  expect(session.outcome).toBe('refused with 401 by their server');
  const seen = JSON.stringify(await bench.eventsOf(session.id));
  expect(seen).not.toContain(BENCH_CREDENTIALS.apiKey);
  expect(seen).toContain('«secret:x-api-key»');
});

test('every byte goes past as it is: fragments, masks, control frames, close codes and half-closes', async () => {
  const { url, accepted } = await rawServer();
  const bench = await callBench();
  const relay = new URL(await relayTo(url, bench));
  const client = connect(Number(relay.port), '127.0.0.1');
  onTestFinished(() => void client.destroy());
  client.write('GET /a?b=c HTTP/1.1\r\nHost: public.example\r\nX-Odd:  kept \r\nUpgrade: websocket\r\n\r\n');
  const server = await accepted;
  const head = (await readUntil(server, wholeHead)).toString();
  expect(head).toContain('GET /a?b=c HTTP/1.1\r\nHost: public.example\r\n');
  server.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n');
  await readUntil(client, wholeHead);

  // A text in two fragments with a ping between, masked; reserved bits, as an extension nobody agreed on would set.
  const frames = Buffer.from('0182010203046968' + '8980aabbccdd' + '808101020304' + '60' + 'f10100', 'hex');
  client.write(frames.subarray(0, 5));
  client.write(frames.subarray(5));
  expect(await readUntil(server, bytes => bytes.length >= frames.length)).toEqual(frames);
  const back = Buffer.concat([Buffer.from('81026f6b', 'hex'), Buffer.from('88020fa1', 'hex')]);
  server.write(back);
  expect(await readUntil(client, bytes => bytes.length >= back.length)).toEqual(back);

  // One side has said all, and still hears the other.
  client.end();
  await once(server, 'end');
  server.write('8a00');
  expect((await readUntil(client, bytes => bytes.length >= 4)).toString()).toBe('8a00');
  server.end();
  const session = await relayed(bench.store);
  const seen = await bench.eventsOf(session.id);
  expect(seen.filter(event => event.type === 'message')).toMatchObject([
    { direction: 'in', text: 'hja' },
    { direction: 'out', text: 'ok' },
  ]);
  expect(notesIn(seen)).toContain('relay-deaf');
  expect(session.outcome).toBe('closed by their server (code 4001)');
});

test('a slow reader holds the sender back instead of filling memory', async () => {
  const { url, accepted } = await rawServer();
  const relay = new URL(await relayTo(url, await callBench()));
  const client = connect(Number(relay.port), '127.0.0.1');
  onTestFinished(() => void client.destroy());
  client.write(UPGRADE);
  const server = await accepted;
  await readUntil(server, wholeHead);
  server.pause();
  const piece = Buffer.alloc(1 << 20, 7);
  let sent = 0;
  while (client.write(piece) || client.writableLength < 4 * piece.length) {
    sent += piece.length;
    await new Promise(resolve => setImmediate(resolve));
    if (sent > 512 * piece.length) break;
  }
  // Kernel buffers and one queue a side hold some MiB; half a GiB would have gone into the relay's memory.
  expect(sent).toBeLessThan(64 * piece.length);
  let received = 0;
  server.on('data', chunk => {
    received += chunk.length;
  });
  server.resume();
  client.end();
  await once(server, 'end');
  expect(received).toBe(client.bytesWritten - UPGRADE.length);
});

test.each([
  ['asks for another host', 'GET http://127.0.0.1:1/steal HTTP/1.1\r\nHost: x\r\n\r\n', '400', 'is not a path'],
  ['is no HTTP', 'no header line\r\nhere\r\n\r\n', '400', 'A header line has no name'],
  ['is no upgrade', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', '426', 'Only WebSocket upgrades'],
  ['is for a server that is gone', UPGRADE, '502', 'could not be reached'],
])('a request that %s is answered by the relay itself, in a sentence', async (_what, request, status, words) => {
  const bench = await callBench();
  const relay = new URL(await relayTo('ws://127.0.0.1:1/', bench));
  const client = connect(Number(relay.port), '127.0.0.1');
  client.write(request);
  const answer = (await readUntil(client, bytes => bytes.includes('AudioHook Console'))).toString();
  expect(answer).toContain(`HTTP/1.1 ${status}`);
  expect(answer).toContain(words);
});

test('when one side drops the line, the other is let go, and the session says who it was', async () => {
  const { url, accepted } = await rawServer();
  const bench = await callBench();
  const relay = new URL(await relayTo(url, bench));
  const client = connect(Number(relay.port), '127.0.0.1');
  client.write(UPGRADE);
  const server = await accepted;
  await readUntil(server, wholeHead);
  client.on('error', () => undefined);
  server.resetAndDestroy();
  await once(client, 'close');
  expect((await relayed(bench.store)).outcome).toContain('connection lost by their server');
});

test('the model’s wire: what a bridge says and hears is recorded, the key goes past and is not kept', async () => {
  const store = new SessionStore({
    ...{ dataDir: tempDir(), clock: systemClock, ids: systemIds, pid: process.pid },
    onWarning: () => undefined,
  });
  await store.open();
  const simulator = createRealtimeSimulator({ clock: systemClock, ids: systemIds });
  onTestFinished(async () => {
    await simulator.dispose();
    await store.dispose();
  });
  const { url: target } = await simulator.listen();
  const url = await relayTo(`${target}/realtime`, { store, clock: systemClock }, { kind: 'model' });
  const client = new SimulatorClient(`${url}v1`, { authorization: 'Bearer sk-very-secret-key' });
  await client.ready();
  const mcp = { type: 'mcp', server_label: 'x', server_url: 'https://x.test', authorization: 'a-tools-own-key' };
  client.send({ type: 'session.update', session: { type: 'realtime', tools: [mcp] } });
  client.send({ type: 'response.create' });
  await client.next('response.done');
  client.close();
  const session = await relayed(store);
  expect(session).toMatchObject({ relay: 'model', bot: 'gpt-realtime-2.1', kind: 'call' });
  const events = await store.events(session.id);
  if (!events.ok) throw new Error(events.error.message);
  const text = JSON.stringify(events.value);
  for (const secret of ['sk-very-secret-key', 'a-tools-own-key']) expect(text).not.toContain(secret);
  expect(text).toContain('«secret:authorization»');
  const types = events.value.flatMap(event => (event.type === 'message' ? [JSON.parse(event.text).type] : []));
  expect(types).toEqual(
    expect.arrayContaining(['session.created', 'session.update', 'response.create', 'response.done']),
  );
  const spoken = client.events.filter(({ type }) => type === 'response.output_audio.delta');
  const bytes = spoken.reduce((sum, { delta }) => sum + Buffer.from(String(delta), 'base64').length, 0);
  expect((await store.audio(session.id, 'bot', 0, 1 << 22)).length).toBe(bytes);
  expect(bytes).toBeGreaterThan(4_000);
});
