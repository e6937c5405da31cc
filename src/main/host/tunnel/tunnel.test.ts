import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { problemWords, type TunnelState } from '../../../shared/tunnel/tunnel-state.ts';
import { requestHeaders } from '../genesys-client/sign-request.ts';
import { systemIds } from '../system.ts';
import { BENCH_CREDENTIALS, callBench } from '../testing/call-bench.ts';
import { selfSigned } from '../testing/certificate.ts';
import { PatientClock } from '../testing/patient-clock.ts';
import { explainNgrok, ngrokDriver } from './ngrok-driver.ts';
import { TlsForwarder } from './testing/tls-forwarder.ts';
import { Tunnel } from './tunnel.ts';

const LOST = { code: 'no-network', meaning: 'It is gone.', fix: 'Wait.' };
const REFUSED = { code: 'ERR_NGROK_107', meaning: 'Unknown token.', fix: 'Copy it.' };

function tunnelTo(target: () => { host: string; port: number } | undefined) {
  const driver = new TlsForwarder(selfSigned('DNS:localhost'));
  const tunnel = new Tunnel({ driver, clock: new PatientClock(500), target });
  onTestFinished(() => tunnel.dispose());
  const until = (state: TunnelState['state']) =>
    new Promise<void>(resolve => {
      const look = () => {
        if (tunnel.state.state !== state) return;
        stop();
        resolve();
      };
      const stop = tunnel.changed.on(look);
      look();
    });
  return { driver, tunnel, until };
}

test('a signed call comes in through the tunnel, is verified against its public name, and its traffic is counted', async () => {
  const bench = await callBench();
  const server = new URL(bench.url);
  const { tunnel } = tunnelTo(() => ({ host: server.hostname, port: Number(server.port) }));
  expect(tunnel.state).toEqual({ state: 'off' });
  const open = await tunnel.start({});
  if (open.state !== 'open') throw new Error(open.state);
  const url = new URL('demo-bot', open.url);
  const ids = { organizationId: systemIds.uuid(), sessionId: systemIds.uuid(), correlationId: systemIds.uuid() };
  const headers = requestHeaders({
    ...{ url, ids, credentials: BENCH_CREDENTIALS, nonce: systemIds.uuid() },
    createdS: Math.floor(Date.now() / 1000),
  });
  const socket = new WebSocket(url, { headers, rejectUnauthorized: false });
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  expect(tunnel.state).toMatchObject({ traffic: { connections: 1 } });
  const { traffic } = tunnel.state as Extract<TunnelState, { state: 'open' }>;
  expect(traffic.bytesIn).toBeGreaterThan(300);
  expect(traffic.bytesOut).toBeGreaterThan(100);
  const closed = new Promise<void>(resolve => socket.on('close', () => resolve()));
  await tunnel.stop();
  await closed;
  expect(tunnel.state).toEqual({ state: 'off' });
});

test('a tunnel that is lost comes back by itself, later and later; stopped, it stays away', async () => {
  const { driver, tunnel, until } = tunnelTo(() => undefined);
  driver.failures.push({ problem: LOST, final: false });
  const first = await tunnel.start({});
  expect(first).toMatchObject({ state: 'waiting', tries: 1, problem: LOST });
  await until('open');
  driver.failures.push({ problem: LOST, final: false }, { problem: LOST, final: false });
  driver.lose(LOST);
  const tries: number[] = [];
  const stop = tunnel.changed.on(() => {
    if (tunnel.state.state === 'waiting') tries.push(tunnel.state.tries);
  });
  await until('open');
  stop();
  expect([...new Set(tries)]).toEqual([2, 3]);
  expect(driver.opened).toBe(2);
  await tunnel.stop();
  driver.lose(LOST);
  expect(tunnel.state).toEqual({ state: 'off' });
  expect(driver.closed).toBe(2);
});

test('of two starts at once one tunnel is open, and a stop closes all there is', async () => {
  const { driver, tunnel } = tunnelTo(() => undefined);
  await Promise.all([tunnel.start({}), tunnel.start({})]);
  expect([tunnel.state.state, driver.opened - driver.closed]).toEqual(['open', 1]);
  const starting = tunnel.start({});
  await tunnel.stop();
  await starting;
  expect([tunnel.state.state, driver.opened - driver.closed]).toEqual(['off', 0]);
});

test('what no further try would mend is told, and not tried again', async () => {
  const { driver, tunnel } = tunnelTo(() => undefined);
  driver.failures.push({ problem: REFUSED, final: true });
  expect(await tunnel.start({})).toEqual({ state: 'failed', by: 'TLS forwarder', problem: REFUSED });
  expect(driver.opened).toBe(0);
  expect(problemWords(REFUSED)).toBe('Unknown token. (ERR_NGROK_107) Copy it.');
});

test('ngrok without a token is not even asked; without a network it says so, and may be tried again', async () => {
  const ignore = () => undefined;
  expect(await ngrokDriver(() => undefined).open(1, {}, ignore)).toMatchObject({
    ok: false,
    final: true,
    problem: { code: 'no-token', fix: expect.stringContaining('dashboard.ngrok.com') },
  });
  // The real module. Nothing listens at port 1 of this machine, and no other address is tried.
  const token = '2abcdefghijklmnopqrstuvwxyz_0123456789ABCDEFGHIJ';
  const offline = await ngrokDriver(() => token, '127.0.0.1:1').open(1, {}, ignore);
  expect(offline).toMatchObject({ ok: false, final: false, problem: { code: 'no-network' } });
  expect(JSON.stringify(offline)).not.toContain(token);
});

test.each([
  ['failed to connect session: ERR_NGROK_107', 'ERR_NGROK_107', /revoked or reset/, /your-authtoken/],
  ['authentication failed\r\n\r\nERR_NGROK_105\r\n', 'ERR_NGROK_105', /does not look like one/, /your-authtoken/],
  ['failed to start listener: ERR_NGROK_334', 'ERR_NGROK_334', /in use/, /other agent/],
  ['ERR_NGROK_319', 'ERR_NGROK_319', /reserved/, /domains/],
  ['ERR_NGROK_108', 'ERR_NGROK_108', /as many agents/, /Stop the other agent/],
  ['ERR_NGROK_4018', 'ERR_NGROK_4018', /verified account/, /signup/],
  ['ERR_NGROK_99999', 'ERR_NGROK_99999', /refused/, /errors\/err_ngrok_99999/],
  ['failed to connect session: failed to establish tcp connection', 'no-network', /cannot be reached/, /port 443/],
  ['something about the-secret-token', 'failed', /something about …/, /docs/],
])('ngrok says %j: it is explained with its code', (message, code, meaning, fix) => {
  const problem = explainNgrok(new Error(message), ['the-secret-token']);
  expect(problem).toEqual({ code, meaning: expect.stringMatching(meaning), fix: expect.stringMatching(fix) });
});
