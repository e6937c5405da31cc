/**
 * What the relay keeps in memory of a call of two hours: both directions, each of 360 000 frames of 20 ms, as fast as the
 * sockets take them; first on the wire of Genesys Cloud, then on that of a model. Client, relay and server are processes
 * of their own. Prints what the relay holds after a collection of garbage, every 20 minutes of the call.
 *
 *     node_modules/.bin/node bench/relay-memory.ts [minutes]     # 120 minutes: about five minutes
 */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { openMessage, type Peer, startPeer } from './relay-peers.ts';

const minutes = Number(process.argv[2] ?? 120);
const FRAME_MS = 20;
const EVERY_MINUTES = 20;
/** Frames on their way at one time. */
const WINDOW = 500;
/** Speech-like enough to be measured by every rule of the diagnosis. */
const FRAME = Buffer.from(Array.from({ length: FRAME_MS * 8 }, (_, at) => (at * 37) & 0xff));

const WIRES = {
  genesys: { open: () => [openMessage()], frame: FRAME },
  model: {
    open: () => [
      JSON.stringify({
        type: 'session.update',
        session: {
          audio: { input: { format: { type: 'audio/pcmu' } }, output: { format: { type: 'audio/pcmu' } } },
        },
      }),
    ],
    frame: JSON.stringify({ type: 'input_audio_buffer.append', audio: FRAME.toString('base64') }),
  },
} as const;

async function call(kind: keyof typeof WIRES): Promise<void> {
  const echo = await startPeer('echo');
  const relay = await startPeer(kind, echo.url);
  const socket = new WebSocket(relay.url, { perMessageDeflate: false });
  await once(socket, 'open');
  const wire = WIRES[kind];
  for (const text of wire.open()) socket.send(text);
  await once(socket, 'message');
  const started = performance.now();
  await tell(0);
  for (let minute = EVERY_MINUTES; minute <= minutes; minute += EVERY_MINUTES) {
    await frames((EVERY_MINUTES * 60_000) / FRAME_MS);
    await tell(minute);
  }
  console.log(`  ${((performance.now() - started) / 1000).toFixed(0)} s`);
  socket.terminate();
  await relay.end();
  await echo.end();

  /** There and back. */
  async function frames(count: number): Promise<void> {
    let back = 0;
    let sent = 0;
    const done = new Promise<void>(resolve => {
      const more = () => {
        while (sent < count && sent - back < WINDOW) {
          socket.send(wire.frame);
          sent += 1;
        }
      };
      const onMessage = () => {
        back += 1;
        more();
        if (back < count) return;
        socket.off('message', onMessage);
        resolve();
      };
      socket.on('message', onMessage);
      more();
    });
    await done;
  }

  async function tell(minute: number): Promise<void> {
    const { heapUsed, arrayBuffers, rss } = await settled(relay);
    const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1).padStart(6)} MB`;
    console.log(
      `${kind.padEnd(8)} ${String(minute).padStart(4)} min  heap ${mb(heapUsed)}  buffers ${mb(arrayBuffers)}  process ${mb(rss)}`,
    );
  }
}

/** At a hundred times the speed of a call the rules of the diagnosis come behind: until they have looked at what came. */
async function settled(relay: Peer): Promise<NodeJS.MemoryUsage> {
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    await new Promise(resolve => setTimeout(resolve, 2_000));
    const memory = await relay.memory();
    const held = memory.heapUsed + memory.arrayBuffers;
    if (held > 0.98 * before) return memory;
    before = held;
  }
}

await call('genesys');
await call('model');
