/**
 * What the relay adds to a frame's way. Client, relay and server are processes of their own. Two calls run at once, one
 * straight to the server and one through the relay; frames of 200 ms go there and back on each in turn, 50 a second, so
 * that both see the same machine. The difference is what the relay adds, there and back; half of it is one way.
 *
 *     node_modules/.bin/node bench/relay-latency.ts [frames]      # 1000 frames: 40 s
 */
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { WebSocket } from 'ws';
import { spread } from './call-figures.ts';
import { openMessage, startPeer } from './relay-peers.ts';

const frames = Number(process.argv[2] ?? 1000);
const FRAME = Buffer.alloc(1600, 0x55);
const PERIOD_MS = 20;
/** Not counted: code is compiled, connections grow. */
const WARM_UP = 50;

class Line {
  readonly times: number[] = [];
  readonly #socket: WebSocket;

  constructor(url: string) {
    this.#socket = new WebSocket(url, { perMessageDeflate: false });
  }

  async open(): Promise<void> {
    await once(this.#socket, 'open');
    this.#socket.send(openMessage());
    await once(this.#socket, 'message');
  }

  async roundTrip(): Promise<void> {
    const back = once(this.#socket, 'message');
    const started = performance.now();
    this.#socket.send(FRAME);
    await back;
    this.times.push(performance.now() - started);
  }

  close(): void {
    this.#socket.terminate();
  }
}

const echo = await startPeer('echo');
const relay = await startPeer('genesys', echo.url);
const lines = { direct: new Line(echo.url), relayed: new Line(relay.url) };
for (const line of Object.values(lines)) await line.open();
for (let at = 0; at < WARM_UP + frames; at += 1) {
  for (const line of Object.values(lines)) {
    await new Promise(resolve => setTimeout(resolve, PERIOD_MS));
    await line.roundTrip();
  }
}
const [direct, relayed] = [spread(lines.direct.times.slice(WARM_UP)), spread(lines.relayed.times.slice(WARM_UP))];
const ms = (value: number) => `${value.toFixed(2)} ms`;
for (const part of ['p50', 'p99', 'most'] as const) {
  const added = (relayed[part] - direct[part]) / 2;
  console.log(
    `${part}: there and back ${ms(direct[part])} directly, ${ms(relayed[part])} relayed; added one way ${ms(added)}`,
  );
}
console.log(
  `load ${loadavg()
    .map(load => load.toFixed(1))
    .join(' ')} (1, 5, 15 min)`,
);
for (const line of Object.values(lines)) line.close();
await relay.end();
await echo.end();
