import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { DOCS_ORDER } from '../../../shared/audiohook/signature.ts';
import type { AudioRange } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { settingsSchema } from '../../../shared/settings/settings.ts';
import type { Bot, BotCall } from '../bots/bot.ts';
import { SessionStore } from '../capture/session-store.ts';
import { requestHeaders } from '../genesys-client/sign-request.ts';
import { accepted } from '../settings/credentials.ts';
import { systemClock, systemIds } from '../system.ts';
import { PatientClock } from '../testing/patient-clock.ts';
import { RawCaller } from '../testing/raw-caller.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { AudioHookServer } from './audiohook-server.ts';

const CREDENTIALS = { apiKey: 'the-api-key', clientSecret: Buffer.from('the client secret').toString('base64') };

/** A server with a bot that does nothing by itself, and lets the test speak for it. */
async function serve(settings: unknown = {}, clock: Clock = systemClock) {
  const heard: { audio: Uint8Array; range: AudioRange }[] = [];
  const told: string[] = [];
  const calls: BotCall[] = [];
  let fails = false;
  const failNext = () => {
    fails = true;
  };
  const startBot = (call: BotCall): Bot => {
    if (fails) {
      fails = false;
      throw new Error('no bot today');
    }
    calls.push(call);
    return {
      name: 'test bot',
      hear: (audio, range) => heard.push({ audio, range }),
      pressed: digit => told.push(`digit ${digit}`),
      languageChanged: language => told.push(`language ${language}`),
      playbackStarted: () => told.push('started'),
      playbackCompleted: () => told.push('completed'),
      end: async why => void told.push(`end: ${why}`),
    };
  };
  const warnings: string[] = [];
  const store = new SessionStore({
    dataDir: tempDir(),
    clock: systemClock,
    ids: systemIds,
    pid: process.pid,
    onWarning: text => warnings.push(text),
  });
  await store.open();
  const server = new AudioHookServer({
    credentials: [accepted(CREDENTIALS, 'own')],
    settings: settingsSchema.parse(settings),
    store,
    clock,
    startBot,
  });
  const listening = await server.listen({ host: '127.0.0.1', port: 0 });
  if (!listening.ok) throw new Error(listening.error.message);
  onTestFinished(async () => {
    await server.dispose();
    await store.dispose();
    expect(warnings).toEqual([]);
  });
  const url = `${listening.value.url}demo-bot`;
  /** The session of the server, once it has ended. */
  const ended = () =>
    new Promise<string>(resolve => {
      const find = () => store.list().find(session => session.state === 'ended');
      const found = find();
      if (found) resolve(found.id);
      else {
        const stop = store.changed.on(session => {
          if (session.state !== 'ended') return;
          stop();
          resolve(session.id);
        });
      }
    });
  const notesOf = async (id: string) => {
    const events = await store.events(id);
    if (!events.ok) throw new Error(events.error.message);
    return events.value.flatMap(event => (event.type === 'note' ? [event.code] : []));
  };
  return { server, store, url, heard, told, calls, ended, notesOf, failNext };
}

async function openCall(url: string, change: object = {}) {
  const caller = new RawCaller(url, CREDENTIALS);
  await caller.opened();
  caller.open(change);
  await caller.message('opened');
  return caller;
}

/** What a bot says: stored in its track, then played. */
function say(call: BotCall | undefined, ms: number, code = 0x55): AudioRange {
  if (!call) throw new Error('No bot was started.');
  const audio = new Uint8Array(ms * 8).fill(code);
  const range = call.recorder.appendAudio('bot', audio);
  call.play(audio, range);
  return range;
}

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

test.each([
  ['no JSON', '{"version":', 'AH-01'],
  ['a JSON array', '[1]', 'AH-01'],
  ['an envelope without version', '{"type":"ping"}', 'AH-02'],
  ['over 64,000 bytes', JSON.stringify({ version: '2', pad: 'x'.repeat(64_000) }), 'AH-09'],
])(
  '[AH] text that is %s is recorded and answered with disconnect, and the server lives on',
  async (_what, text, rule) => {
    const { url, ended, notesOf } = await serve();
    const caller = await openCall(url);
    caller.socket.send(text);
    expect((await caller.message('disconnect')).parameters).toMatchObject({
      reason: 'error',
      info: expect.stringContaining(rule),
    });
    await caller.hangUp();
    expect(await notesOf(await ended())).toContain(rule);
    await (await openCall(url)).hangUp();
  },
);

test('[AH-09] a frame over 1 MiB is closed with 1009', async () => {
  const { url, ended } = await serve();
  const caller = await openCall(url);
  caller.socket.send('x'.repeat(1024 * 1024 + 1));
  expect(await caller.closed()).toBe(1009);
  await ended();
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

test('[AH-16] a connection that breaks is a problem of the session, and the bot is let go', async () => {
  const { url, told, ended, store } = await serve();
  const caller = await openCall(url);
  caller.socket.terminate();
  expect(store.get(await ended())).toMatchObject({ outcome: 'connection lost (code 1006)', problems: 1 });
  expect(told).toEqual(['end: the connection ended']);
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

const offer = (format: string, ...channels: string[]) => ({ type: 'audio', format, channels, rate: 8000 });

test('stereo is kept in two tracks, and the bot hears the external channel', async () => {
  const { url, heard, ended, store } = await serve();
  const media = [offer('PCMU', 'internal', 'external')];
  const caller = await openCall(url, { media });
  expect(caller.messages[0]?.parameters.media).toEqual(media);
  caller.socket.send(Uint8Array.of(1, 101, 2, 102));
  await caller.hangUp();
  const id = await ended();
  expect(heard.map(({ audio }) => [...audio])).toEqual([[101, 102]]);
  expect([...(await store.audio(id, 'caller', 0, 9))]).toEqual([101, 102]);
  expect([...(await store.audio(id, 'agent', 0, 9))]).toEqual([1, 2]);
});

test('L16 is kept as it came, heard as PCMU, and answered in L16', async () => {
  const { url, heard, calls, ended, store } = await serve();
  const caller = await openCall(url, { media: [offer('L16', 'external')] });
  caller.socket.send(Uint8Array.of(0x00, 0x40, 0x00, 0xc0));
  say(calls[0], 200, 0x80);
  const [frame] = await caller.until(() => (caller.frames.length > 0 ? caller.frames : undefined));
  expect([frame?.length, frame?.readInt16LE(0)]).toEqual([3200, 32124]);
  await caller.hangUp();
  const id = await ended();
  expect([...(await store.audio(id, 'caller-l16', 0, 9))]).toEqual([0x00, 0x40, 0x00, 0xc0]);
  expect(heard.map(({ audio, range }) => [audio.length, range.track])).toEqual([[2, 'caller']]);
  expect(store.get(id)?.tracks).toMatchObject({ 'caller-l16': { encoding: 'L16' }, caller: { encoding: 'PCMU' } });
});

test('startPaused opens in a pause and resumes when the bot has been started', async () => {
  const { url, calls } = await serve({ server: { startPaused: true } });
  const caller = await openCall(url);
  expect(caller.messages[0]?.parameters).toMatchObject({ startPaused: true });
  await caller.message('resume');
  say(calls[0], 200);
  caller.send('paused');
  caller.send('ping');
  await caller.message('pong');
  expect(caller.frames).toEqual([]);
  caller.send('resumed', { start: 'PT0.0S', discarded: 'PT0.2S' });
  await caller.until(() => (caller.frames.length === 1 ? true : undefined));
  expect(calls[0]?.position()).toBe(1600);
  await caller.hangUp();
});

test('in a pause the bot hears silence, so that a turn does not hang', async () => {
  const { url, heard, ended, store } = await serve();
  const caller = await openCall(url);
  caller.send('paused');
  await caller.hangUp();
  const id = await ended();
  expect(heard.map(({ audio, range }) => [audio.every(code => code === 0xff), range.track])).toEqual([
    [true, 'silence'],
  ]);
  expect(await store.audio(id, 'caller', 0, 9)).toHaveLength(0);
});

test('a short pause is heard as silence once, and lost audio as silence of its length, a second at most', async () => {
  const { url, heard, ended } = await serve();
  const caller = await openCall(url);
  caller.send('paused');
  caller.send('resumed', { start: 'PT0.0S', discarded: 'PT0.2S' });
  caller.send('discarded', { start: 'PT0.2S', discarded: 'PT0.3S' });
  caller.send('discarded', { start: 'PT0.5S', discarded: 'PT60.0S' });
  await caller.hangUp();
  await ended();
  expect(heard.map(({ audio, range }) => [audio.length / 8, range.track])).toEqual([
    [1000, 'silence'],
    [300, 'silence'],
    [1000, 'silence'],
  ]);
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

test('no message and no audio, however wrong, hurts the next session', async () => {
  const { url } = await serve();
  const types = ['open', 'ping', 'dtmf', 'close', 'update', 'discarded', 'error', 'x', ''];
  const message = fc.record(
    {
      version: fc.constantFrom('2', '1', 2),
      type: fc.oneof(fc.constantFrom(...types), fc.jsonValue()),
      id: fc.string(),
      seq: fc.oneof(fc.integer(), fc.jsonValue()),
      serverseq: fc.oneof(fc.nat(), fc.jsonValue()),
      position: fc.constantFrom('PT0.0S', 'PT1e5S', 'x', 5),
      parameters: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const frame = fc.oneof(
    fc.string(),
    fc.jsonValue().map(value => JSON.stringify(value)),
    message.map(value => JSON.stringify(value)),
    fc.uint8Array({ maxLength: 70_000 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 6 }), fc.boolean(), async (frames, openFirst) => {
      const caller = new RawCaller(url, CREDENTIALS);
      await caller.opened();
      if (openFirst) caller.open();
      for (const one of frames) caller.socket.send(one);
      caller.seq = 100;
      caller.send('close', { reason: 'end' });
      await caller.message('closed');
      caller.socket.close(1000);
      await caller.closed();
    }),
    { numRuns: 60 },
  );
  await (await openCall(url)).hangUp();
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

test('[AH-16] a client that does not answer disconnect is let go, whatever else it sends', async () => {
  const { url, calls, ended } = await serve({}, new PatientClock(200));
  const caller = await openCall(url);
  calls[0]?.hangUp({ reason: 'completed', info: '' });
  await caller.message('disconnect');
  const talk = setInterval(() => caller.socket.send(new Uint8Array(160)), 5);
  await caller.closed();
  clearInterval(talk);
  await ended();
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

test.each([['external', 'internal'], ['internal']])(
  '[AH-30] a client that listens in (%s %s) gets no audio, and the session says why',
  async (...channels) => {
    const { url, calls, ended, notesOf } = await serve();
    const caller = await openCall(url, { media: [offer('PCMU', ...channels.filter(Boolean))] });
    say(calls[0], 400);
    expect(calls[0]?.isPlaying()).toBe(false);
    caller.send('ping');
    await caller.message('pong');
    await caller.hangUp();
    expect(caller.frames).toEqual([]);
    expect(await notesOf(await ended())).toEqual(['AH-30']);
  },
);

test('[AH-01] a message that is nested 30,000 levels deep is refused, and the server lives on', async () => {
  const { url } = await serve();
  const caller = new RawCaller(url, CREDENTIALS);
  await caller.opened();
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
  caller.open({ media: [{ ...offer('PCMU', 'external'), x: 'DEEP' }] });
  await caller.message('opened');
  caller.socket.send(`{"version":"2","x":${deep}}`);
  expect((await caller.message('disconnect')).parameters).toMatchObject({ info: expect.stringContaining('64 levels') });
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
