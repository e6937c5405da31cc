/**
 * What the relay adds to a frame's way: frames of 200 ms there and back through an echo server, at once and in real time
 * as a call has them, directly and through a relay in turn. Prints ms, half of the round trip's difference a way.
 *
 *     npx node bench/relay-latency.ts [frames]
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket, WebSocketServer } from 'ws';
import { SessionStore } from '../src/main/host/capture/session-store.ts';
import { Relay } from '../src/main/host/relay/relay.ts';
import { systemClock, systemIds } from '../src/main/host/system.ts';

const frames = Number(process.argv[2] ?? 1000);
const FRAME = Buffer.alloc(1600, 0x55);
const PERIOD_MS = 20;

async function roundTrips(url: string): Promise<number[]> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, 'open');
  const times: number[] = [];
  for (let at = 0; at < frames; at += 1) {
    const started = performance.now();
    socket.send(FRAME);
    await once(socket, 'message');
    times.push(performance.now() - started);
    await new Promise(resolve => setTimeout(resolve, PERIOD_MS));
  }
  socket.close();
  return times.sort((a, b) => a - b);
}

const share = (sorted: readonly number[], part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;

const folder = mkdtempSync(join(tmpdir(), 'relay-latency-'));
const store = new SessionStore({
  ...{ dataDir: folder, clock: systemClock, ids: systemIds, pid: process.pid },
  onWarning: text => console.error(text),
});
await store.open();
const echo = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
await once(echo, 'listening');
echo.on('connection', socket => socket.on('message', data => socket.send(data)));
const direct = `ws://127.0.0.1:${(echo.address() as AddressInfo).port}/`;
const relay = new Relay({ kind: 'genesys', to: new URL(direct), store, clock: systemClock, ids: systemIds });
const listening = await relay.listen('127.0.0.1', 0);
if (!listening.ok) throw new Error(listening.error.message);

await roundTrips(direct);
const [plain, relayed] = [await roundTrips(direct), await roundTrips(listening.value.url)];
for (const part of [0.5, 0.9, 0.99]) {
  const [without, with_] = [share(plain, part), share(relayed, part)];
  console.log(
    `p${part * 100}: round trip ${without.toFixed(2)} ms directly, ${with_.toFixed(2)} ms relayed: ${((with_ - without) / 2).toFixed(2)} ms a way`,
  );
}
await relay.dispose();
await store.dispose();
for (const client of echo.clients) client.terminate();
await new Promise(resolve => echo.close(resolve));
rmSync(folder, { recursive: true, force: true });
