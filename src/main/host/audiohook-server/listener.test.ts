import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../shared/settings/settings.ts';
import { SessionStore } from '../capture/session-store.ts';
import { isOwnAddress, writeOwnAddress } from '../settings/own-address.ts';
import { systemClock, systemIds } from '../system.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { Listener } from './listener.ts';

const HOST = '127.0.0.1';
const TAKEN_OVER = 'Another console has taken over.';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Why nobody answers there; undefined where somebody does. */
async function refusal(port: number): Promise<string | undefined> {
  const socket = connect(port, HOST);
  onTestFinished(() => void socket.destroy());
  return new Promise(resolve => {
    socket.once('connect', () => resolve(undefined));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
}

test.each([
  ['another port', async (_port: number) => freePort()],
  ['another host at the same port', async (port: number) => port],
])(
  'a console that loses its data folder while it moves to %s listens nowhere, and the other keeps its address',
  async (_where, portAfter) => {
    const dataDir = tempDir();
    const store = new SessionStore({
      ...{ dataDir, clock: systemClock, ids: systemIds, pid: process.pid },
      onWarning: text => expect.unreachable(text),
    });
    let readOnly: string | undefined;
    const listener = new Listener({
      ...{ store, clock: systemClock, dataDir, pid: process.pid, credentials: [], settings: DEFAULT_SETTINGS },
      startBot: () => expect.unreachable('No call was made.'),
      readOnly: () => readOnly,
    });
    onTestFinished(() => listener.dispose());
    const port = await freePort();
    await listener.listen({ host: HOST, port });
    const others = 'ws://127.0.0.1:9/';
    await writeOwnAddress(dataDir, others, process.ppid);

    const to = { host: HOST, port: await portAfter(port) };
    const moving = listener.move(to);
    readOnly = TAKEN_OVER;
    const givenUp = listener.giveUp(TAKEN_OVER);
    expect(await moving).toMatchObject({ ok: false, error: { code: 'cannot-listen', message: TAKEN_OVER } });
    await givenUp;
    expect(listener.state).toMatchObject({ state: 'failed', reason: TAKEN_OVER });
    expect(await Promise.all([refusal(port), refusal(to.port)])).toEqual(['ECONNREFUSED', 'ECONNREFUSED']);
    expect(await isOwnAddress(dataDir, new URL(others))).toBe(true);
  },
);
