import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock, systemIds } from '../system.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { SessionStore } from './session-store.ts';

const CALL = { role: 'server', kind: 'call', connectorId: 'demo-bot', audiohookId: 'a' } as const;

async function open(dataDir: string, readOnly?: string) {
  const clock = systemClock;
  const store = new SessionStore({
    dataDir,
    clock,
    ids: systemIds,
    pid: process.pid,
    readOnly: () => readOnly,
    onWarning: () => undefined,
  });
  await store.open();
  onTestFinished(() => store.dispose());
  return store;
}

async function threeSessions(dataDir: string) {
  const store = await open(dataDir);
  for (let count = 0; count < 3; count += 1) await store.start(CALL).close(`done ${count}`);
  await store.dispose();
  return store.list();
}

test('the index gives the same list as the sessions themselves, and is made again when missing or damaged', async () => {
  const dataDir = tempDir();
  const sessions = await threeSessions(dataDir);
  const file = join(dataDir, 'sessions.index');
  const whole = readFileSync(file, 'utf8');
  const spoil = [
    () => undefined,
    () => rmSync(file),
    () => writeFileSync(file, ''),
    () => writeFileSync(file, whole.slice(0, -20)),
    () => writeFileSync(file, whole.replace('done 1', 'done 9')),
    () => writeFileSync(file, whole.replace('"version":1', '"version":99')),
  ];
  for (const damage of spoil) {
    damage();
    const store = await open(dataDir);
    expect(store.list()).toEqual(sessions);
    await store.dispose();
    expect(existsSync(file)).toBe(true);
  }
});

test('the index is no truth of its own: what changed, went or came since is as the files say', async () => {
  const dataDir = tempDir();
  const [newest, middle, oldest] = await threeSessions(dataDir);
  if (!newest || !middle || !oldest) throw new Error('Three sessions were made.');
  rmSync(join(dataDir, 'sessions', newest.id), { recursive: true });
  const changed = { ...middle, outcome: 'changed by another program' };
  writeFileSync(join(dataDir, 'sessions', middle.id, 'session.json'), JSON.stringify(changed));
  expect((await open(dataDir)).list()).toEqual([changed, oldest]);
});

const indexed = (dataDir: string) => readFileSync(join(dataDir, 'sessions.index'), 'utf8');

test('a session that is deleted, or whose folder is gone, leaves the index', async () => {
  const dataDir = tempDir();
  const [newest, middle, oldest] = await threeSessions(dataDir);
  if (!newest || !middle || !oldest) throw new Error('Three sessions were made.');
  rmSync(join(dataDir, 'sessions', newest.id), { recursive: true });
  const store = await open(dataDir);
  expect(indexed(dataDir)).not.toContain(newest.id);
  await store.delete(middle.id);
  await store.keepNewest('call', 0);
  await store.dispose();
  expect(indexed(dataDir)).not.toMatch(new RegExp(`${middle.id}|${oldest.id}`));
});

test('the index says of a session whose disk refused what its files say', async () => {
  const dataDir = tempDir();
  const store = await open(dataDir);
  const recorder = store.start(CALL);
  recorder.declareTrack('caller', { encoding: 'PCMU', rateHz: 8000, channels: 1 });
  // A folder where the track should be: it cannot be written.
  mkdirSync(join(store.folder(recorder.id), 'caller.raw'));
  recorder.appendAudio('caller', new Uint8Array(160));
  await recorder.close('done');
  const session = store.get(recorder.id);
  expect(session).toMatchObject({ state: 'interrupted', outcome: expect.stringContaining('the disk refused') });
  await store.dispose();
  expect((await open(dataDir)).list()).toEqual([session]);
  rmSync(join(dataDir, 'sessions.index'));
  expect((await open(dataDir)).list()).toEqual([session]);
});

test('a read-only console deletes nothing, and says why', async () => {
  const dataDir = tempDir();
  const [session] = await threeSessions(dataDir);
  const store = await open(dataDir, 'Another console uses this data folder.');
  expect(await store.delete(session?.id ?? '')).toMatchObject({
    error: { code: 'read-only', message: /Another console/ },
  });
  expect(store.list()).toHaveLength(3);
});
