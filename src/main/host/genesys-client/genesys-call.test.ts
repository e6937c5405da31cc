import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { decodeMuLaw } from '../../../shared/audio/mulaw.ts';
import type { ServerMessageType } from '../../../shared/audiohook/messages.ts';
import { SessionStore } from '../capture/session-store.ts';
import { systemIds } from '../system.ts';
import { PatientClock } from '../testing/patient-clock.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { recordedCaller, silentCaller } from './caller-audio.ts';
import { connectFailure } from './connect-failure.ts';
import type { CallProgress, GenesysCall } from './genesys-call.ts';
import { placeCall } from './place-call.ts';

type ClientMessage = { type: string; seq: number; id: string; position: string; parameters: Record<string, unknown> };

/** One connection as a small server sees it, right or wrong as the test wants. */
class Peer {
  readonly received: ClientMessage[] = [];
  readonly audio: Buffer[] = [];
  seq = 0;
  readonly socket: WebSocket;

  constructor(socket: WebSocket) {
    this.socket = socket;
  }

  send(type: ServerMessageType, parameters: object = {}, change: object = {}): void {
    this.seq += 1;
    const last = this.received.at(-1);
    const envelope = { version: '2', type, id: last?.id, seq: this.seq, clientseq: last?.seq, parameters };
    this.socket.send(JSON.stringify({ ...envelope, ...change }));
  }
}

/** What a proper server does with a message; a test changes single answers. */
function answer(peer: Peer, message: ClientMessage): void {
  if (message.type === 'open') peer.send('opened', { media: message.parameters.media });
  if (message.type === 'ping') peer.send('pong');
  if (message.type === 'close') peer.send('closed');
}

async function callServer(options: {
  on?: (peer: Peer, message: ClientMessage) => void;
  onAudio?: (peer: Peer) => void;
  source?: Uint8Array;
  hangUpWhen?: (progress: CallProgress, call: GenesysCall) => boolean;
}) {
  const peers: Peer[] = [];
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise(resolve => server.once('listening', resolve));
  onTestFinished(() => new Promise(resolve => server.close(() => resolve())));
  server.on('connection', socket => {
    const peer = new Peer(socket);
    peers.push(peer);
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        peer.audio.push(data);
        options.onAudio?.(peer);
        return;
      }
      const message = JSON.parse(data.toString()) as ClientMessage;
      peer.received.push(message);
      (options.on ?? answer)(peer, message);
    });
  });
  return { peers, ...(await place(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`, options)) };
}

async function place(
  url: string,
  options: { source?: Uint8Array; hangUpWhen?: (progress: CallProgress, call: GenesysCall) => boolean },
) {
  const clock = new PatientClock(20);
  const store = new SessionStore({
    dataDir: tempDir(),
    clock,
    ids: systemIds,
    pid: process.pid,
    onWarning: () => undefined,
  });
  const source = options.source ? recordedCaller(options.source) : silentCaller;
  const placed = placeCall(
    { url, connectorId: 'demo-bot', credentials: undefined, source },
    { store, clock, ids: systemIds },
  );
  if (!placed.ok) throw new Error(placed.error.message);
  const { call } = placed.value;
  const progress: CallProgress[] = [];
  call.progress.on(item => {
    progress.push(item);
    if (options.hangUpWhen?.(item, call)) call.hangUp('hung up by the test');
  });
  const summary = await call.done;
  return { call, summary, progress, session: store.get(placed.value.recorder.id) };
}

const ofType = (peer: Peer | undefined) => peer?.received.map(message => message.type) ?? [];
const bytes = (length: number, code: number) => new Uint8Array(length).fill(code);

test('the caller speaks in frames of 200 ms, in order, and silence follows', async () => {
  const source = Uint8Array.from({ length: 4000 }, (_, at) => at % 200);
  const { peers, summary } = await callServer({
    source,
    hangUpWhen: (_progress, call) => call.recording().said.length >= 6400,
  });
  const said = Buffer.concat(peers[0]?.audio ?? []);
  expect(peers[0]?.audio.every(frame => frame.length === 1600)).toBe(true);
  expect([...said.subarray(0, 4000)]).toEqual([...source]);
  expect(said.subarray(4000).every(code => code === 0xff)).toBe(true);
  expect(summary).toMatchObject({ opened: true, closed: true, sentMs: said.length / 8, error: null });
});

test('what the bot says is heard in real time, whole and once, and reported with playback events', async () => {
  const speech = Uint8Array.from({ length: 3000 }, (_, at) => 1 + (at % 100));
  const { peers, summary, progress, call } = await callServer({
    on: (peer, message) => {
      answer(peer, message);
      if (message.type === 'open') {
        peer.socket.send(speech.subarray(0, 1600));
        peer.socket.send(speech.subarray(1600));
      }
      if (message.type === 'playback_completed') peer.send('disconnect', { reason: 'completed' });
    },
  });
  expect(ofType(peers[0]).filter(type => type.startsWith('playback'))).toEqual([
    'playback_started',
    'playback_completed',
  ]);
  const heard = progress.flatMap(item => (item.type === 'heard' ? [...item.audio] : []));
  expect(heard).toEqual([...speech]);
  expect(summary).toMatchObject({ receivedMs: 375, heardMs: 375, error: null, disconnectReason: 'completed' });
  const right = call.recording().heard;
  const from = right.findIndex(code => code !== 0xff);
  expect(decodeMuLaw(right.subarray(from, from + 3000))).toEqual(decodeMuLaw(speech));
});

test('barge_in flushes: what was not yet heard never is, and it counts as received only', async () => {
  const { summary, progress } = await callServer({
    on: (peer, message) => {
      answer(peer, message);
      if (message.type === 'open') peer.socket.send(bytes(48_000, 0x11));
      if (message.type !== 'playback_started') return;
      peer.send('event', { entities: [{ type: 'barge_in', data: {} }] });
      peer.send('disconnect', { reason: 'completed' });
    },
  });
  expect(progress.some(item => item.type === 'flush')).toBe(true);
  expect(summary.receivedMs).toBe(6000);
  expect(summary.heardMs).toBeLessThan(6000);
});

test('output variables and the reason are told when the server ends the call', async () => {
  const { summary, peers } = await callServer({
    on: (peer, message) => {
      answer(peer, message);
      if (message.type === 'open') peer.send('disconnect', { reason: 'completed', outputVariables: { intent: 'pay' } });
    },
  });
  expect(summary).toMatchObject({ closed: true, disconnectReason: 'completed', outputVariables: { intent: 'pay' } });
  expect(peers[0]?.received.at(-1)?.parameters).toEqual({ reason: 'disconnect' });
});

test('[AH-13] a server that never answers open is told so after 5 s, and the call ends', async () => {
  const { summary, peers } = await callServer({
    on: (peer, message) => {
      if (message.type === 'close') peer.send('closed');
    },
  });
  expect(ofType(peers[0])).toEqual(['open', 'error', 'close']);
  expect(peers[0]?.received[1]?.parameters).toMatchObject({ code: 408 });
  expect(summary).toMatchObject({ opened: false, closed: true, error: expect.stringContaining('opened') });
});

test('[AH-15] a server that never answers ping is told so, and the call ends', async () => {
  const { summary } = await callServer({
    on: (peer, message) => {
      if (message.type !== 'ping') answer(peer, message);
    },
  });
  expect(summary).toMatchObject({ opened: true, error: expect.stringContaining('pong') });
});

test('[AH-14] a server that never answers close does not keep the caller', async () => {
  const { summary } = await callServer({
    on: (peer, message) => {
      if (message.type !== 'close') answer(peer, message);
    },
    hangUpWhen: progress => progress.type === 'state' && progress.state === 'open',
  });
  expect(summary).toMatchObject({ opened: true, closed: false, error: expect.stringContaining('closed') });
});

test('[AH-16] a server that drops TCP is named as the reason', async () => {
  const { summary, session } = await callServer({ onAudio: peer => peer.socket.terminate() });
  expect(summary).toMatchObject({ opened: true, closed: false, error: expect.stringContaining('1006') });
  expect(session).toMatchObject({ state: 'ended', role: 'client', problems: 1 });
});

test.each([
  [401, /no API key was sent.*--data-dir/],
  [404, /path/],
  [302, /redirects to https:\/\/example\.test\/login/],
  [200, /web page/],
])('an upgrade that is answered with HTTP %d says what to change', async (status, sentence) => {
  const server = createServer();
  server.on('upgrade', (_request, socket) => {
    socket.end(`HTTP/1.1 ${status} X\r\nLocation: https://example.test/login\r\nContent-Length: 0\r\n\r\n`);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise(resolve => server.close(() => resolve())));
  const { summary, call } = await place(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`, {});
  expect(summary).toMatchObject({ opened: false, error: expect.stringMatching(sentence) });
  expect(call.wasAnswered).toBe(true);
});

test('a call without credentials that is refused says that no key was sent, and not that it is wrong', async () => {
  const url = new URL('ws://127.0.0.1:1/');
  expect(connectFailure(url, { status: 401, hasKey: false })).toMatch(/no API key was sent.*--api-key.*--data-dir/);
  expect(connectFailure(url, { status: 401, hasKey: true })).toMatch(/API key or the signature/);
});

test('where nothing listens, the sentence says so', async () => {
  const { summary, call } = await place('ws://127.0.0.1:1/', {});
  expect(summary.error).toMatch(/Nothing listens at 127\.0\.0\.1:1/);
  expect(call.wasAnswered).toBe(false);
});

test.each([
  ['http://127.0.0.1:8080', /ws:\/\//],
  ['not a url', /no URL/],
])('the URL %s is refused in words', async (url, sentence) => {
  await expect(place(url, {})).rejects.toThrow(sentence);
});
