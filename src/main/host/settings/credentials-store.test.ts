import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemIds } from '../system.ts';
import { tempDir } from '../testing/temp-dir.ts';
import type { Credentials } from './credentials.ts';
import { OWN } from './credentials.ts';
import { CredentialsStore } from './credentials-store.ts';

async function opened(dataDir = tempDir()) {
  const store = await CredentialsStore.open(dataDir, systemIds);
  if (!store.ok) throw new Error(store.error.message);
  const file = join(dataDir, 'credentials.json');
  return { store: store.value, dataDir, file, read: () => JSON.parse(readFileSync(file, 'utf8')) };
}

const PAIR: Credentials = { apiKey: 'sales-key', clientSecret: 'c2VjcmV0' };

test('a pair that is added is accepted at once, and again after a restart; its file stays private', async () => {
  const { store, dataDir, file } = await opened();
  const heard: number[] = [];
  store.changed.on(() => heard.push(store.list.length));
  const made = await store.add({ name: ' sales ', policy: 'signed' });
  expect(made.ok && Buffer.from(made.value.clientSecret, 'base64').length).toBe(32);
  expect(
    await store.add({ name: 'support', policy: 'key-only', pair: { apiKey: 'k2', clientSecret: '' } }),
  ).toMatchObject({
    ok: true,
  });
  expect(heard).toEqual([2, 3]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const again = await opened(dataDir);
  expect(again.store.list.map(({ name, policy }) => [name, policy])).toEqual([
    [OWN, 'signed'],
    ['sales', 'signed'],
    ['support', 'key-only'],
  ]);
  expect(again.store.reveal('sales')).toEqual(made);
});

test('a pair made anew keeps its name and policy, and nothing of its old values', async () => {
  const { store } = await opened();
  await store.add({ name: 'sales', policy: 'signed', pair: PAIR });
  const own = store.own;
  expect(await store.regenerate('sales')).toMatchObject({ ok: true });
  expect(await store.regenerate(OWN)).toMatchObject({ ok: true });
  expect(JSON.stringify(store.list)).not.toContain(PAIR.apiKey);
  expect(store.own.apiKey).not.toBe(own.apiKey);
  expect(store.list.map(one => one.name)).toEqual([OWN, 'sales']);
});

test.each([
  ['a name that is taken', { name: 'sales', policy: 'signed' }, 'name-taken'],
  ['no name', { name: ' ', policy: 'signed' }, 'bad-credentials'],
  ['a key that another pair has', { name: 'b', policy: 'signed', pair: PAIR }, 'bad-credentials'],
  [
    'a secret that is no base64',
    { name: 'b', policy: 'signed', pair: { apiKey: 'b', clientSecret: '?' } },
    'bad-credentials',
  ],
  [
    'signed without a secret',
    { name: 'b', policy: 'signed', pair: { apiKey: 'b', clientSecret: '' } },
    'bad-credentials',
  ],
] as const)('%s is refused, and nothing is written', async (_what, wanted, code) => {
  const { store, read } = await opened();
  await store.add({ name: 'sales', policy: 'signed', pair: PAIR });
  const before = read();
  expect(await store.add(wanted)).toMatchObject({ ok: false, error: { code } });
  expect(read()).toEqual(before);
});

test("the console's own pair stays; another goes, and the rest of the file is kept", async () => {
  const { store, file, read } = await opened();
  await store.add({ name: 'sales', policy: 'signed', pair: PAIR });
  writeFileSync(file, JSON.stringify({ ...read(), '//': 'rotated in March' }));
  expect(await store.remove(OWN)).toMatchObject({ ok: false, error: { code: 'fixed' } });
  expect(await store.remove('sales')).toEqual({ ok: true, value: {} });
  expect(await store.remove('sales')).toMatchObject({ ok: false, error: { code: 'no-such-credentials' } });
  expect(read()).toMatchObject({ '//': 'rotated in March', others: [] });
});

test('two changes at once are both made; what another process wrote meanwhile is not lost', async () => {
  const { store, dataDir } = await opened();
  const other = await opened(dataDir);
  await other.store.add({ name: 'theirs', policy: 'signed' });
  await Promise.all([store.add({ name: 'a', policy: 'signed' }), store.add({ name: 'b', policy: 'signed' })]);
  expect(store.list.map(one => one.name)).toEqual([OWN, 'theirs', 'a', 'b']);
});

test('a pair of the command line cannot be changed; a damaged file is not written over', async () => {
  const fixed = CredentialsStore.fixed(PAIR, systemIds);
  expect(await fixed.regenerate('the command line')).toMatchObject({ ok: false, error: { code: 'fixed' } });
  const { store, file } = await opened();
  writeFileSync(file, '{');
  expect(await store.add({ name: 'a', policy: 'signed' })).toMatchObject({ ok: false, error: { code: 'unwritable' } });
  expect(readFileSync(file, 'utf8')).toBe('{');
});
