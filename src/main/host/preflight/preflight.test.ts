/** Preflight against real servers, each with one defect: which line is the first that is red. */
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import type { CheckedResult } from '../checks/run-checks.ts';
import { TEST_CREDENTIALS } from '../checks/testing/check-server.ts';
import { GoodServer } from '../checks/testing/good-server.ts';
import { memoryRecorder } from '../checks/testing/memory-recorder.ts';
import { systemIds } from '../system.ts';
import { selfSigned } from '../testing/certificate.ts';
import { PatientClock } from '../testing/patient-clock.ts';
import { PREFLIGHT_LINES, runPreflight } from './run-preflight.ts';

async function preflight(
  baseUri: string,
  options: {
    clock?: PatientClock;
    connectorId?: string;
    credentials?: typeof TEST_CREDENTIALS | undefined;
    ca?: string;
  } = {},
) {
  const { clock = new PatientClock(20), connectorId = 'demo', ca } = options;
  const credentials = 'credentials' in options ? options.credentials : TEST_CREDENTIALS;
  const inOrder: CheckedResult[] = [];
  let sessions = 0;
  const end = await runPreflight(
    {
      fields: {
        baseUri,
        connectorId,
        apiKey: credentials?.apiKey ?? '',
        clientSecret: credentials?.clientSecret ?? '',
      },
      signal: new AbortController().signal,
      onResult: result => inOrder.push(result),
    },
    { clock, ids: systemIds, record: () => memoryRecorder(`session-${sessions++}`), ...(ca ? { ca } : {}) },
  );
  expect(inOrder).toEqual(end.results);
  const line = (id: string) => end.results.find(result => result.id === id);
  return { ...end, line, red: end.results.find(({ status }) => status === 'fail') };
}

/** A good server with one defect. */
async function goodServer(defect: (server: GoodServer) => void = () => undefined) {
  const clock = new PatientClock(20);
  const server = new GoodServer({ credentials: TEST_CREDENTIALS, clock, profile: 'audio-connector' });
  defect(server);
  const url = await server.listen();
  onTestFinished(() => server.dispose());
  return { url, clock };
}

/** Answers each upgrade of a path with plain HTTP. */
const answers =
  (head: string, body = '', only = (_target: string) => true) =>
  (server: GoodServer) => {
    const upgrade = server.upgrade.bind(server);
    server.upgrade = (request, socket, first) => {
      if (only(request.url ?? '')) respond(socket, head, body);
      else upgrade(request, socket, first);
    };
  };

function respond(socket: Duplex, head: string, body: string): void {
  socket.end(`HTTP/1.1 ${head}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
}

/** What is not signed is let in; what is signed must be signed right. */
function acceptsUnsigned(server: GoodServer): void {
  for (const [name, breaks] of server.rules) {
    if (['key', 'known-key', 'session-id'].includes(name)) continue;
    server.rules.set(name, (knock, of) => knock.signature !== undefined && breaks(knock, of));
  }
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>(resolve => void server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

test('a good server on this machine is clean: only what needs a public address is left open, and what cannot be seen is said', async () => {
  const { url, clock } = await goodServer();
  const { results, red, line } = await preflight(url, { clock });
  expect(red).toBeUndefined();
  expect(results.filter(({ status }) => status === 'na').map(({ id }) => id)).toEqual([
    'scheme',
    'port',
    'host',
    'dns',
    'tls-chain',
    'tls-name',
    'tls-version',
    'tls-expiry',
    'arrival',
    'unseen-allow-list',
    'unseen-firewall',
    'unseen-dns-ca',
    'unseen-integration',
    'unseen-flow',
  ]);
  expect(line('probe-result')).toMatchObject({ status: 'pass', detail: 'Active' });
  expect(line('other-ids')?.detail).toContain('a Connector ID that is misspelt in Architect goes unnoticed');
  expect(line('short-call')?.detail).toMatch(/\d\.\d s of the bot's came back/);
  expect(results.slice(0, PREFLIGHT_LINES.length).map(({ id }) => id)).toEqual(PREFLIGHT_LINES.map(({ id }) => id));
});

test.each<[string, (server: GoodServer) => void, string, RegExp, RegExp]>([
  [
    'redirects',
    answers('301 Moved Permanently\r\nLocation: https://www.voice.example.test/voice/demo'),
    'upgrade',
    /redirect to https:\/\/www\.voice\.example\.test/,
    /address that is redirected to/,
  ],
  [
    'answers 404 on base + ID',
    answers('404 Not Found', '', target => target !== '/voice'),
    'upgrade',
    /HTTP 404/,
    /appends the Connector ID/,
  ],
  [
    'shows a web page',
    answers('200 OK\r\nContent-Type: text/html', '<html></html>'),
    'upgrade',
    /a web page/,
    /passes? on Upgrade/,
  ],
  [
    'sees no upgrade',
    answers('426 Upgrade Required'),
    'upgrade',
    /did not see a WebSocket upgrade/,
    /proxy_http_version 1\.1/,
  ],
  [
    'is an ngrok endpoint whose server is off',
    answers('502 Bad Gateway\r\nngrok-error-code: ERR_NGROK_8012'),
    'upgrade',
    /ERR_NGROK_8012 \(HTTP 502\).*agent cannot reach the server/,
    /point the tunnel at its host and port/,
  ],
  [
    'is an ngrok endpoint without agent',
    answers('404 Not Found\r\nContent-Type: text/html', '<p>The endpoint is offline. ERR_NGROK_3200</p>'),
    'upgrade',
    /ERR_NGROK_3200.*offline/,
    /Start the tunnel/,
  ],
  ['refuses the key', answers('401 Unauthorized'), 'upgrade', /does not accept the API key/, /base64-decoded/],
  [
    'never sends opened',
    server => {
      server.onSession = session => {
        session.onOpen = () => undefined;
      };
    },
    'opened-in-time',
    /answered by nothing within 5\.0 s/,
    /Send opened at once/,
  ],
  [
    'closes 1003 on a binary frame',
    server => {
      server.onSession = session => {
        session.onAudio = () => session.socket.close(1003);
      };
    },
    'binary-frame',
    /closed the WebSocket with code 1003/,
    /gateway that takes none/,
  ],
  ['accepts unsigned calls', acceptsUnsigned, 'refuse-unsigned', /got in/, /Require Signature/],
  ['accepts wrong signatures', server => void server.rules.delete('hmac'), 'refuse-wrong-signature', /got in/, /HMAC/],
])('a server that %s', async (_what, defect, id, detail, fix) => {
  const { url, clock } = await goodServer(defect);
  const { red, results } = await preflight(url, { clock });
  expect(red).toMatchObject({ id, detail: expect.stringMatching(detail), fix: expect.stringMatching(fix) });
  expect(results).toHaveLength(PREFLIGHT_LINES.length);
});

test('without an API key a server that demands one is left open, and no red line', async () => {
  const { url, clock } = await goodServer();
  const { red, line } = await preflight(url, { clock, credentials: undefined });
  expect(red).toBeUndefined();
  expect(line('upgrade')).toMatchObject({ status: 'na', detail: expect.stringContaining('none was given') });
});

test('a self-signed certificate is refused; the chain, the name, the version and the age are told apart', async () => {
  const certificate = selfSigned('DNS:other.example.test', 3);
  const port = await listening(createHttps(certificate));
  const { red, line } = await preflight(`wss://127.0.0.1:${port}`);
  expect(red).toMatchObject({ id: 'tls-chain', detail: expect.stringContaining('self-signed') });
  expect(line('tls-name')).toMatchObject({ status: 'fail', detail: expect.stringContaining('other.example.test') });
  expect(line('tls-version')?.status).toBe('pass');
  expect(line('tls-expiry')).toMatchObject({ status: 'warn', fix: expect.stringContaining('Renew') });
  expect(line('upgrade')?.detail).toBe('Not tried: the certificate is refused.');
  const trusted = await preflight(`wss://127.0.0.1:${port}`, { ca: certificate.cert });
  expect(trusted.red?.id).toBe('tls-name');
});

test('plain HTTP where TLS is expected, a closed port and a silent one are told apart', async () => {
  const { url, clock } = await goodServer();
  const plain = await preflight(url.replace('ws://', 'wss://'), { clock });
  expect(plain.red).toMatchObject({ id: 'tls-chain', detail: expect.stringContaining('does not speak TLS') });
  const closed = await preflight('ws://127.0.0.1:1/');
  expect(closed.red).toMatchObject({ id: 'tcp', detail: expect.stringContaining('Nothing listens at 127.0.0.1:1') });
  const silent = createTcp(socket => socket.on('error', () => socket.destroy()).resume());
  const port = await listening(silent);
  const waited = await preflight(`wss://127.0.0.1:${port}`);
  expect(waited.red?.detail).toContain('did not answer the TLS handshake in time');
});

test('an execute-api host is named before any packet is sent, with reason, source and way out', async () => {
  const { red, results, line } = await preflight('wss://a1b2c3.execute-api.eu-central-1.amazonaws.com/prod');
  expect(red).toMatchObject({
    id: 'host',
    detail: expect.stringContaining('closes with code 1003'),
    fix: expect.stringContaining('Application Load Balancer'),
    source: expect.stringContaining('docs.aws.amazon.com'),
  });
  expect(line('dns')?.detail).toBe('Not tried: this host cannot work.');
  expect(results).toHaveLength(PREFLIGHT_LINES.length);
});

test('a run that is cancelled ends at once', async () => {
  const { url, clock } = await goodServer();
  const stop = new AbortController();
  const end = runPreflight(
    {
      fields: { baseUri: url, connectorId: '', ...TEST_CREDENTIALS },
      signal: stop.signal,
      onResult: ({ id }) => {
        if (id === 'tcp') stop.abort();
      },
    },
    { clock, ids: systemIds, record: () => memoryRecorder('x') },
  );
  expect(await end).toMatchObject({ cancelled: true });
});
