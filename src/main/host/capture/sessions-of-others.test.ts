/** Sessions of one folder that other processes record, take away and delete. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { CALL, follow, GONE_PID, message, openStore } from './testing/open-store.ts';

test('a session that another process records appears, and its end is noticed', async () => {
  const { store, dataDir } = await openStore();
  // Another process: one that runs, and is not this one.
  const other = await openStore(dataDir, process.ppid);
  const states: string[] = [];
  const ended = new Promise<void>(resolve => {
    store.changed.on(session => {
      states.push(session.state);
      if (session.state === 'ended') resolve();
    });
  });
  const recorder = other.store.start(CALL);
  const seen = new Promise<void>(resolve => {
    const stop = store.changed.on(() => {
      stop();
      resolve();
    });
  });
  await seen;
  await recorder.close('done');
  await ended;
  expect(states[0]).toBe('live');
  expect(store.get(recorder.id)).toEqual(recorder.summary);
});

test.each([
  ['our own number', process.pid, Date.now()],
  ['a number that runs again as something else', process.ppid, Date.now() - 60_000],
])('a live session of %s opens as interrupted: process numbers come back', async (_what, writerPid, writtenAtMs) => {
  const first = await openStore(tempDir(), GONE_PID);
  const recorder = first.store.start(CALL);
  await recorder.close('done');
  const live = { ...recorder.summary, state: 'live', writerPid, writtenAtMs };
  writeFileSync(join(first.store.folder(recorder.id), 'session.json'), JSON.stringify(live));
  expect((await openStore(first.dataDir)).store.get(recorder.id)).toMatchObject({ state: 'interrupted' });
});

test('a live session whose folder is taken away ends, and says so', async () => {
  const { store, dataDir } = await openStore();
  const other = await openStore(dataDir, process.ppid);
  const recorder = other.store.start(CALL);
  const states: string[] = [];
  const ended = new Promise<void>(resolve => {
    store.changed.on(session => {
      states.push(session.state);
      if (session.state === 'live') rmSync(store.folder(recorder.id), { recursive: true, force: true });
      if (session.state === 'interrupted') resolve();
    });
  });
  await ended;
  expect(store.get(recorder.id)?.outcome).toContain('gone');
});

test('a live session of another process is followed as it grows', async () => {
  const { store, dataDir } = await openStore();
  const other = await openStore(dataDir, process.ppid);
  const seen = new Promise<void>(resolve => {
    const stop = store.changed.on(() => {
      stop();
      resolve();
    });
  });
  const recorder = other.store.start(CALL);
  recorder.append(message('0'));
  await seen;
  const all = follow(store, recorder.id);
  recorder.append(message('1'));
  await recorder.close('done');
  expect((await all).map(event => event.n)).toEqual([0, 1]);
});

test('a session that another console deletes goes from the list', async () => {
  const first = await openStore();
  const recorder = first.store.start(CALL);
  await recorder.close('done');
  const second = await openStore(first.dataDir);
  const removed = new Promise<string>(resolve => {
    second.store.removed.on(resolve);
  });
  await first.store.delete(recorder.id);
  expect(await removed).toBe(recorder.id);
  expect(second.store.list()).toEqual([]);
});
