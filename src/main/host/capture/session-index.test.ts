import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    readOnly,
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

test('a read-only console deletes nothing, and says why', async () => {
  const dataDir = tempDir();
  const [session] = await threeSessions(dataDir);
  const store = await open(dataDir, 'Another console uses this data folder.');
  expect(await store.delete(session?.id ?? '')).toMatchObject({
    error: { code: 'read-only', message: /Another console/ },
  });
  expect(store.list()).toHaveLength(3);
});
