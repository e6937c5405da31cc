/**
 * One process of a relay bench, forked by it: `echo` is a server that sends the caller's audio back at once, on the wire
 * of Genesys Cloud or of a model; `genesys` and `model` are the product's relays before it. Each tells its address,
 * answers what it is asked, and ends with its parent.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WebSocketServer } from 'ws';
import { SessionStore } from '../src/main/host/capture/session-store.ts';
import { Relay } from '../src/main/host/relay/relay.ts';
import { systemClock, systemIds } from '../src/main/host/system.ts';

const [role, argument = ''] = process.argv.slice(2);

/** A server that sends back what comes. Opens a call as AudioHook wants it, so that the relay's judge has its part. */
async function echo(): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  server.on('connection', socket => {
    let seq = 0;
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        socket.send(data);
        return;
      }
      const text = data.toString();
      if (text.startsWith('{"type":"input_audio_buffer.append"')) {
        const { audio } = JSON.parse(text);
        socket.send(
          JSON.stringify({ type: 'response.output_audio.delta', response_id: 'r', item_id: 'i', delta: audio }),
        );
        return;
      }
      const { type, id, seq: clientseq, parameters, session } = JSON.parse(text);
      if (type === 'session.update') socket.send(JSON.stringify({ type: 'session.updated', session }));
      const answers: Record<string, [string, object]> = {
        open: ['opened', { media: [parameters?.media?.[0]] }],
        ping: ['pong', {}],
        close: ['closed', {}],
      };
      const answer = answers[type];
      if (!answer) return;
      seq += 1;
      socket.send(JSON.stringify({ version: '2', type: answer[0], id, seq, clientseq, parameters: answer[1] }));
    });
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** The relay with its recording, as the console has it. */
async function relay(kind: 'genesys' | 'model', to: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'relay-bench-'));
  const store = new SessionStore({
    ...{ dataDir: folder, clock: systemClock, ids: systemIds, pid: process.pid },
    onWarning: text => console.error(text),
  });
  await store.open();
  const started = new Relay({ kind, to: new URL(to), store, clock: systemClock, ids: systemIds });
  const listening = await started.listen('127.0.0.1', 0);
  if (!listening.ok) throw new Error(listening.error.message);
  process.once('disconnect', async () => {
    await started.dispose();
    await store.dispose();
    rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  });
  return listening.value.url;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

process.on('message', message => {
  if (message !== 'memory') return;
  collect();
  process.send?.({ memory: process.memoryUsage() });
});
const url = role === 'genesys' || role === 'model' ? await relay(role, argument) : await echo();
if (role === 'echo') process.once('disconnect', () => process.exit(0));
process.send?.({ url });
