import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RecentTargets } from './recent-targets.ts';

let dataDir = '';
let warnings: string[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'audiohook-console-recent-'));
  warnings = [];
});
afterEach(() => rm(dataDir, { recursive: true }));

const file = () => join(dataDir, 'recent-targets.json');
const open = (keeps = true) =>
  RecentTargets.open({ dataDir, keeps: () => keeps, onWarning: text => warnings.push(text) });

test('called servers are there again after a restart, the last called first, each once', async () => {
  const recent = await open();
  await recent.note('wss://one.example/hook', 'sales');
  await recent.note('wss://two.example', 'demo-bot');
  await recent.note('wss://one.example/hook', 'support');
  expect((await open()).list).toEqual([
    { url: 'wss://one.example/hook', connectorId: 'support' },
    { url: 'wss://two.example/', connectorId: 'demo-bot' },
  ]);
  expect((await stat(file())).mode & 0o777).toBe(0o600);

  expect(await recent.forget('wss://two.example/')).toEqual({ ok: true, value: {} });
  expect((await open()).list).toHaveLength(1);
});

test('no secret of an address is kept', async () => {
  await (await open()).note('wss://user:password@one.example:8443/hook?token=secret#part', 'demo-bot');
  expect((await open()).list).toEqual([{ url: 'wss://one.example:8443/hook', connectorId: 'demo-bot' }]);
  expect(await readFile(file(), 'utf8')).not.toMatch(/password|secret|user/);
});

test('no more are kept than a list can show', async () => {
  const recent = await open();
  for (let at = 0; at < 15; at += 1) await recent.note(`ws://host-${at}/`, 'demo-bot');
  expect((await open()).list.map(({ url }) => url).slice(0, 2)).toEqual(['ws://host-14/', 'ws://host-13/']);
  expect(recent.list).toHaveLength(12);
});

test('on the data folder of another console nothing is written', async () => {
  const recent = await open(false);
  await recent.note('ws://one/', 'demo-bot');
  expect(recent.list).toHaveLength(1);
  await expect(stat(file())).rejects.toThrow('ENOENT');
});

test('a damaged file is told, and begun anew', async () => {
  await writeFile(file(), '{"url":1}');
  const recent = await open();
  expect(warnings).toEqual([`${file()} is not a list of called servers: the next call begins it anew.`]);
  await recent.note('ws://one/', 'demo-bot');
  expect((await open()).list).toHaveLength(1);
});

test('what is too long for a list is not kept, and costs nothing of what is', async () => {
  const recent = await open();
  await recent.note('ws://one/', 'demo-bot');
  await recent.note(`ws://one/${'a'.repeat(2048)}`, 'demo-bot');
  await recent.note('ws://two/', 'b'.repeat(1025));
  expect(recent.list).toEqual([{ url: 'ws://one/', connectorId: 'demo-bot' }]);
  expect(warnings).toEqual([
    expect.stringMatching(/^The address of the called server is too long for the list/),
    expect.stringMatching(/^The Connector ID of the called server is too long for the list/),
  ]);
  expect((await open()).list).toEqual(recent.list);
});

test('an entry that cannot be used leaves the others', async () => {
  const good = { url: 'ws://one/', connectorId: 'demo-bot' };
  await writeFile(file(), JSON.stringify([{ url: 'ws://two/', connectorId: 'b'.repeat(1025) }, good, 1]));
  expect((await open()).list).toEqual([good]);
  expect(warnings).toEqual([`${file()} has 2 entries that cannot be used: left out.`]);
});
