/** Upgrades that are refused, cut off or are none, and what is told of them. */
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { DOCS_ORDER } from '../../../shared/audiohook/signature.ts';
import { requestHeaders } from '../genesys-client/sign-request.ts';
import { systemClock, systemIds } from '../system.ts';
import { PatientClock } from '../testing/patient-clock.ts';
import { RawCaller } from '../testing/raw-caller.ts';
import { CREDENTIALS, openCall, serve } from './testing/test-server.ts';

test('a refused upgrade is answered with 401 and nothing else, and is a session with its reason', async () => {
  const { url, store } = await serve();
  const other = { ...CREDENTIALS, clientSecret: Buffer.from('another secret').toString('base64') };
  const caller = new RawCaller(url, other);
  expect(await caller.until(() => caller.status)).toBe(401);
  expect(store.list()).toMatchObject([
    { kind: 'refused', outcome: expect.stringContaining('signature does not match'), problems: 1 },
  ]);
});

test('a burst of refusals from one peer is one session', async () => {
  const { url, store } = await serve();
  const callers = [1, 2, 3].map(() => new RawCaller(url, undefined));
  for (const caller of callers) await caller.until(() => caller.status);
  expect(store.list()).toMatchObject([{ kind: 'refused', problems: 3 }]);
});

test('a peer that resets during the upgrade leaves the server alone', async () => {
  const { server, url } = await serve();
  const socket = connect(server.port ?? 0, '127.0.0.1');
  await new Promise<void>(resolve => socket.once('connect', () => resolve()));
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
  socket.resetAndDestroy();
  await (await openCall(url)).hangUp();
});

test('a plain request is told what this is', async () => {
  const { url } = await serve();
  const response = await fetch(url.replace('ws:', 'http:'));
  expect([response.status, await response.text()]).toEqual([426, expect.stringContaining('AudioHook server')]);
});

test.each([
  ['', ''],
  ['demo-bot', 'demo-bot'],
  ['/demo-bot', 'demo-bot'],
  ['demo-bot?lang=en', 'demo-bot'],
  ['sales/emea', 'sales/emea'],
  ['b%C3%BCcher%20bot', 'bücher bot'],
  ['%E0%A4%A', '%E0%A4%A'],
])('the path "/%s" is the Connector ID "%s", and its signature is checked as it came', async (path, connectorId) => {
  const { server, calls } = await serve();
  const caller = await openCall(`${server.url}${path}`);
  expect(calls[0]?.connectorId).toBe(connectorId);
  await caller.hangUp();
});

/** A raw HTTP request that asks for an upgrade; keeps its half of the connection open whatever the server does. */
function rawUpgrade(port: number, target: string, headers: Record<string, string>) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const lines = Object.entries({ Host: 'x', Connection: 'Upgrade', Upgrade: 'websocket', ...headers });
  socket.write(`GET ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  let text = '';
  socket.on('data', data => {
    text += data.toString();
  });
  const ended = new Promise<string>(resolve => {
    socket.once('end', () => resolve(text.split('\r\n')[0] ?? ''));
    socket.once('error', () => resolve('reset'));
  });
  return { socket, ended };
}

test.each(['//', '*', 'http://[', '/%', '/\u0000'])(
  'the target %j is refused, and the server lives on',
  async target => {
    const { server, url } = await serve();
    const { ended, socket } = rawUpgrade(server.port ?? 0, target, {});
    expect(await ended).toMatch(/^HTTP\/1\.1 40[01] /);
    socket.destroy();
    await (await openCall(url)).hangUp();
  },
);

test.each(['constructor', 'toString', '__proto__', 'hasownproperty'])(
  'a signature over the component "%s" is refused, and the server lives on',
  async name => {
    const { server, url, store } = await serve();
    const components = [...DOCS_ORDER, name].map(component => `"${component}"`).join(' ');
    const id = systemIds.uuid();
    const params = `;keyid="${CREDENTIALS.apiKey}";nonce="${id}";created=${Math.floor(Date.now() / 1000)}`;
    const { ended, socket } = rawUpgrade(server.port ?? 0, '/x', {
      'X-API-KEY': CREDENTIALS.apiKey,
      'Audiohook-Organization-Id': id,
      'Audiohook-Session-Id': id,
      'Audiohook-Correlation-Id': id,
      Signature: 'sig1=:AAAA:',
      'Signature-Input': `sig1=(${components})${params}`,
    });
    expect(await ended).toMatch(/^HTTP\/1\.1 401 /);
    expect(store.list()).toMatchObject([{ outcome: expect.stringContaining(`no "${name.toLowerCase()}"`) }]);
    socket.destroy();
    await (await openCall(url)).hangUp();
  },
);

test('a refused peer that keeps its half open is let go, and does not keep the server from ending', async () => {
  const { server } = await serve();
  const { ended, socket } = rawUpgrade(server.port ?? 0, '/x', {});
  await ended;
  // The server ends while the peer still holds its half.
  await server.dispose();
  socket.destroy();
});

test('what is half-way through its upgrade when the server ends is cut off', async () => {
  const { server, url } = await serve();
  const caller = await openCall(url);
  const { ended, socket } = rawUpgrade(server.port ?? 0, '/x', {});
  const disposed = server.dispose();
  expect(await ended).toMatch(/^(HTTP\/1\.1 401 .*|reset|)$/);
  await caller.message('disconnect');
  await caller.hangUp();
  await disposed;
  socket.destroy();
});

test('an upgrade that is no WebSocket handshake is a refused session too', async () => {
  const { server, store } = await serve();
  const { socket, ended } = rawUpgrade(server.port ?? 0, '/x', {
    ...requestHeaders({
      url: new URL(`ws://x/x`),
      ids: { organizationId: systemIds.uuid(), sessionId: systemIds.uuid(), correlationId: systemIds.uuid() },
      credentials: CREDENTIALS,
      nonce: systemIds.uuid(),
      createdS: Math.floor(Date.now() / 1000),
    }),
  });
  expect(await ended).toMatch(/^HTTP\/1\.1 400 /);
  expect(store.list()).toMatchObject([{ kind: 'refused', outcome: expect.stringContaining('Sec-WebSocket-Key') }]);
  socket.destroy();
});

test.each([
  ['never opens', async (caller: RawCaller) => void (await caller.opened()), 'awaiting-open'],
  [
    'falls silent in a call',
    async (caller: RawCaller) => {
      await caller.opened();
      caller.open();
      await caller.message('opened');
    },
    'open',
  ],
])('[AH-16] a client that %s is let go', async (_what, begin, phase) => {
  const { url, ended, store, notesOf } = await serve({}, new PatientClock(200));
  const caller = new RawCaller(url, CREDENTIALS);
  await begin(caller);
  await caller.closed();
  const id = await ended();
  expect(store.get(id)).toMatchObject({ outcome: `connection lost: the client fell silent in state ${phase}` });
  expect(await notesOf(id)).toContain('AH-16');
});

test('secrets do not reach a refused session, wherever they stood', async () => {
  const { server, store } = await serve();
  const key = encodeURIComponent(CREDENTIALS.clientSecret);
  const { ended, socket } = rawUpgrade(server.port ?? 0, `/${key}?x=${CREDENTIALS.apiKey}`, {
    'X-Client-Secret': CREDENTIALS.clientSecret,
    'X-API-KEY': 'sk-somebody-elses-key',
  });
  await ended;
  socket.destroy();
  const [refused] = store.list();
  const text = JSON.stringify([refused, await store.events(refused?.id ?? '')]);
  expect(text).toContain('«secret:client-secret of own»');
  for (const secret of [CREDENTIALS.apiKey, CREDENTIALS.clientSecret, key, 'sk-somebody-elses-key']) {
    expect(text).not.toContain(secret);
  }
});

test('a long burst is counted, not written down', async () => {
  const { server, store } = await serve({}, new PatientClock(20));
  const peers = Array.from({ length: 25 }, () => rawUpgrade(server.port ?? 0, '/x', {}));
  for (const { ended } of peers) await ended;
  expect(store.list()).toMatchObject([{ problems: 20, outcome: expect.stringContaining('(25 times)') }]);
  for (const { socket } of peers) socket.destroy();
});

test('a flood over ever new paths opens 30 sessions, and the rest share one; all are counted', async () => {
  // Slow enough that a busy machine sees all of it as one flood.
  const { server, store } = await serve({}, new PatientClock(4));
  const peers = Array.from({ length: 34 }, (_, at) => rawUpgrade(server.port ?? 0, `/${at}`, {}));
  for (const { ended } of peers) await ended;
  const outcomes = store.list().map(({ outcome }) => /\((\d+) times\)/.exec(outcome)?.[1] ?? '1');
  expect(outcomes.filter(times => times === '1')).toHaveLength(30);
  expect(outcomes.filter(times => times !== '1')).toEqual(['4']);
  for (const { socket } of peers) socket.destroy();
});

test('[AH-24] a nonce counts once for as long as the clock skew that was set lets its signature live', async () => {
  let nowMs = Date.now();
  const clock = { ...systemClock, wallMs: () => nowMs };
  const { server, url, store } = await serve({ server: { clockSkewS: 60 } }, clock);
  const first = await openCall(url);
  const headers = first.upgradeHeaders;
  await first.hangUp();
  nowMs += 30_000;
  const second = new RawCaller(url, CREDENTIALS);
  await second.until(() => second.status ?? (second.socket.readyState === 1 ? 101 : undefined));
  second.socket.terminate();
  const { ended, socket } = rawUpgrade(server.port ?? 0, new URL(url).pathname, {
    ...headers,
    Host: new URL(url).host,
  });
  expect(await ended).toMatch(/ 401 /);
  socket.destroy();
  expect(store.list().some(session => session.outcome.includes('replayed'))).toBe(true);
});
