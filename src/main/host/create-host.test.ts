/** The console as a page sees it: everything through the contract, over real sockets and files. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { decodeMuLaw } from '../../shared/audio/mulaw.ts';
import { readWav } from '../../shared/audio/wav.ts';
import type { CallItem, CallSource } from '../../shared/contract/calls-contract.ts';
import { carrierPair } from '../../shared/contract/carrier.ts';
import { createClient } from '../../shared/contract/client.ts';
import { type ConsoleClient, contract } from '../../shared/contract/contract.ts';
import { serveContract } from '../../shared/contract/server.ts';
import type { SecretsState } from '../../shared/contract/settings-contract.ts';
import type { SessionSummary } from '../../shared/events/session-summary.ts';
import type { BotName } from '../../shared/settings/connector-profile.ts';
import { createHost } from './create-host.ts';
import { systemIds } from './system.ts';
import { PatientClock } from './testing/patient-clock.ts';
import { tempDir } from './testing/temp-dir.ts';

const WAV = readFileSync(new URL('../../../e2e/audio/caller-order-pcmu-8k.wav', import.meta.url));
const SPEECH: CallSource = { type: 'wav', name: 'order.wav', bytes: new Uint8Array(WAV) };

async function start(options: { bot?: BotName | 'none'; port?: number; dataDir?: string; pid?: number } = {}) {
  const dataDir = options.dataDir ?? tempDir();
  const host = await createHost({
    dataDir,
    version: '0.0.0',
    shell: 'browser',
    address: { host: '127.0.0.1', port: options.port ?? 0 },
    bot: options.bot === 'none' ? undefined : (options.bot ?? 'echo'),
    credentials: undefined,
    env: {},
    clock: new PatientClock(4),
    ids: systemIds,
    pid: options.pid ?? process.pid,
  });
  onTestFinished(() => host.dispose());
  const [page, carrier] = carrierPair();
  const bugs: unknown[] = [];
  serveContract(contract, host.handlers, carrier, error => bugs.push(error));
  onTestFinished(() => expect(bugs).toEqual([]));
  return { host, dataDir, client: createClient(contract, page), page };
}

/** Follows a call to its end. */
function follow(client: ConsoleClient, callId: string, onItem: (item: CallItem) => void = () => undefined) {
  const items: CallItem[] = [];
  const ended = new Promise<void>(resolve => {
    client.callProgress(
      { callId },
      {
        item: item => {
          items.push(item);
          onItem(item);
        },
        end: () => resolve(),
      },
    );
  });
  return { items, ended };
}

async function place(client: ConsoleClient, request: Partial<Parameters<ConsoleClient['placeCall']>[0]> = {}) {
  const placed = await client.placeCall({
    connectorId: 'demo-bot',
    source: { type: 'silence' },
    options: {},
    ...request,
  });
  if (!placed.ok) throw new Error(placed.error.message);
  return placed.value;
}

/** The first session that fits, now or later. */
function session(client: ConsoleClient, fits: (session: SessionSummary) => boolean): Promise<SessionSummary> {
  return new Promise(resolve => {
    const look = (found: SessionSummary | undefined) => {
      if (!found) return;
      stop();
      resolve(found);
    };
    const stop = client.sessions(
      {},
      {
        item: item => {
          if (item.type === 'all') look(item.sessions.find(fits));
          else if (item.type === 'changed' && fits(item.session)) look(item.session);
        },
      },
    );
  });
}

const endedServer = ({ role, state }: SessionSummary) => role === 'server' && state === 'ended';
const reasonOf = (items: readonly CallItem[]) => {
  const last = items.findLast(item => item.type === 'state');
  return last?.type === 'state' ? last.why : undefined;
};

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

test('a port in use is a state with a way out, and two clicks on it open one server', async () => {
  const taken = createServer();
  await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise(resolve => taken.close(() => resolve())));
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { client, host } = await start({ port });
  expect(host.status.server).toMatchObject({ state: 'failed', reason: expect.stringContaining(`Port ${port}`) });
  expect(await client.placeCall({ connectorId: 'x', source: { type: 'silence' }, options: {} })).toMatchObject({
    ok: false,
    error: { code: 'server-not-listening' },
  });
  const both = await Promise.all([client.listenOnFreePort({}), client.listenOnFreePort({})]);
  expect(both[0]).toEqual(both[1]);
  expect(host.status.server).toMatchObject({ state: 'listening' });
  expect(await client.listenOnFreePort({})).toMatchObject({ ok: false, error: { code: 'already-listening' } });
});

test('key and secret are made once, kept from others, and the same for two starts at once', async () => {
  const dataDir = tempDir();
  const [a, b] = await Promise.all([start({ dataDir }), start({ dataDir })]);
  const [first, second] = [await a.client.credentials({}), await b.client.credentials({})];
  expect(first).toEqual(second);
  expect(first.ok && Buffer.from(first.value.clientSecret, 'base64')).toHaveLength(32);
  expect(statSync(join(dataDir, 'credentials.json')).mode & 0o777).toBe(0o600);
});

test('a session that is not there is said to be so, whatever its name', async () => {
  const { client } = await start();
  for (const sessionId of ['nothing', '../../etc', '', '__proto__', 'a\0b']) {
    const window = { sessionId, fromMs: 0, toMs: 1, columns: 1 };
    expect(await client.peaks(window)).toMatchObject({ ok: false, error: { code: 'no-such-session' } });
  }
});

/** The newest item of a stream that fits. */
function newest<T>(subscribe: (listener: { item(item: T): void }) => () => void, fits: (item: T) => boolean) {
  return new Promise<T>(resolve => {
    const stop = subscribe({
      item: item => {
        if (!fits(item)) return;
        queueMicrotask(() => stop());
        resolve(item);
      },
    });
  });
}

test('another port is taken at once: the call in progress goes on, the next one goes there, a taken port changes nothing', async () => {
  const { host, client } = await start();
  const placed = await place(client);
  let open: () => void = () => undefined;
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  const { ended, items } = follow(client, placed.callId, item => {
    if (item.type === 'state' && item.state === 'open') open();
  });
  await opened;

  const taken = createServer();
  await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void taken.close());
  const takenPort = (taken.address() as AddressInfo).port;
  const before = host.status.server;
  expect(await client.changeSetting({ path: ['server', 'port'], value: takenPort })).toMatchObject({
    ok: false,
    error: { code: 'not-applied', message: expect.stringContaining(`Port ${takenPort} on 127.0.0.1 is in use`) },
  });
  expect(host.status.server).toEqual(before);

  expect(await client.changeSetting({ path: ['server', 'port'], value: 0 })).toMatchObject({ ok: true });
  const moved = host.status.server;
  expect(moved).toMatchObject({ state: 'listening' });
  expect(moved).not.toEqual(before);
  const second = await place(client);
  expect(`${new URL(second.url).origin}/`).toBe(moved.state === 'listening' && moved.url);
  const secondCall = follow(client, second.callId, item => {
    if (item.type === 'state' && item.state === 'open') void client.hangUp({ callId: second.callId });
  });
  await secondCall.ended;
  // The first call has heard nothing of it.
  expect(items.at(-1)).not.toMatchObject({ type: 'state', state: 'closed' });
  await client.hangUp({ callId: placed.callId });
  await ended;
  expect(items.find(item => item.type === 'outcome')).toMatchObject({ outcome: { path: 'success', error: null } });
});

test('a key that is typed makes OpenAI answer, and is told to nobody; forgotten, the simulator answers again', async () => {
  const { host, client } = await start({ bot: 'none' });
  expect(host.status.bot.selected).toBe('simulator');
  expect(await client.setSecret({ name: 'openai-key', value: 'sk-typed-1234', keep: false })).toMatchObject({
    ok: true,
  });
  expect(host.status.bot).toMatchObject({ selected: 'openai' });
  const secrets = await newest<SecretsState>(
    listener => client.secrets({}, listener),
    state => state.secrets[0]?.from === 'typed',
  );
  expect(JSON.stringify([secrets, host.status])).not.toContain('sk-typed-1234');
  await client.forgetSecret({ name: 'openai-key' });
  expect(host.status.bot.selected).toBe('simulator');
});

test('a second console on a data folder says so, takes no calls, and changes nothing that both read', async () => {
  const first = await start();
  const { dataDir } = first;
  const { host, client } = await start({ dataDir, pid: process.ppid });
  const why = host.status.readOnly ?? '';
  expect(why).toContain(`process ${process.pid}`);
  const call = await client.placeCall({ connectorId: 'demo-bot', source: SPEECH });
  expect(call).toMatchObject({ ok: false, error: { code: 'server-not-listening' } });
  const refused = { ok: false, error: { code: 'read-only', message: why } };
  for (const answer of [
    client.changeSetting({ path: ['server', 'port'], value: 0 }),
    client.undoSettings({}),
    client.setSecret({ name: 'openai-key', value: 'sk-test', keep: true }),
    client.forgetSecret({ name: 'openai-key' }),
    client.addCredentials({ name: 'other', policy: 'signed' }),
    client.regenerateCredentials({ name: 'own' }),
    client.removeCredentials({ name: 'other' }),
  ]) {
    expect(await answer).toEqual(refused);
  }
  const deleted = await client.deleteSessions({ sessionIds: ['20260101-000000-00000000'] });
  expect(deleted).toEqual({ ok: true, value: { sessionIds: [], failures: [why] } });

  // A relay is no call to the console: while one runs, it is not said that nothing is taken here.
  expect(why).toContain('takes no calls');
  expect(await client.startRelay({ kind: 'genesys', to: 'ws://127.0.0.1:9/', port: 0 })).toMatchObject({ ok: true });
  expect(host.status.readOnly).toMatch(/belong to that one.*records its calls/);
  await client.stopRelay({ kind: 'genesys' });
  expect(host.status.readOnly).toBe(why);

  // The first one slept so long that another took the folder over: it is told, and becomes read-only itself.
  writeFileSync(join(dataDir, 'console.lock'), `${process.ppid}\n`);
  await expect
    .poll(() => first.host.status.readOnly, { timeout: 10_000 })
    .toContain(`process ${process.ppid}) has taken over`);
  await expect.poll(() => first.host.status.server.state, { timeout: 10_000 }).toBe('failed');
  const late = await first.client.changeSetting({ path: ['server', 'port'], value: 0 });
  expect(late).toMatchObject({ ok: false, error: { code: 'read-only' } });
});
