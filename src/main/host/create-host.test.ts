/** The console as a page sees it: its ports, keys and sessions, and a second one on its folder. */
import { statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { SecretsState } from '../../shared/contract/settings-contract.ts';
import { tempDir } from './testing/temp-dir.ts';
import { follow, place, SPEECH, start } from './testing/test-console.ts';

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
  const running = host.store.start({ role: 'server', kind: 'call', connectorId: 'x', audiohookId: '' });
  expect(await client.setSecret({ name: 'openai-key', value: 'sk-typed-1234', keep: false })).toMatchObject({
    ok: true,
  });
  expect(host.status.bot).toMatchObject({ selected: 'openai' });
  const secrets = await newest<SecretsState>(
    listener => client.secrets({}, listener),
    state => state.secrets[0]?.from === 'typed',
  );
  expect(JSON.stringify([secrets, host.status])).not.toContain('sk-typed-1234');
  // Nor to the recording of a session that began before.
  const note = { leg: 'console', type: 'note', code: 'x', level: 'info', text: 'with sk-typed-1234' } as const;
  expect(running.append(note)).toMatchObject({ text: 'with «secret:openai-key»' });
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
