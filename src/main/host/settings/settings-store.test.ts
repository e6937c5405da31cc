import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fail, ok } from '../../../shared/lib/result.ts';
import { systemClock } from '../system.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { SettingsStore } from './settings-store.ts';

async function opened(document?: object, watched = false) {
  const dataDir = tempDir();
  const file = join(dataDir, 'settings.json');
  if (document) writeFileSync(file, JSON.stringify(document));
  const store = await SettingsStore.open({ dataDir, clock: systemClock });
  if (!store.ok) throw new Error(store.error.message);
  onTestFinished(() => store.value.dispose());
  if (watched) await store.value.watch();
  /** Waits for the next change that fits. */
  const until = (fits: () => boolean) =>
    new Promise<void>(resolve => {
      const stop = store.value.changed.on(() => {
        if (!fits()) return;
        stop();
        resolve();
      });
    });
  return { store: store.value, file, read: () => JSON.parse(readFileSync(file, 'utf8')), until };
}

test('a change is saved at once, to a private file, and counts; undo takes it back, newest first', async () => {
  const { store, file, read } = await opened();
  expect(await store.change(['server', 'port'], 9000)).toEqual({ ok: true, value: {} });
  expect(await store.change(['openai', 'project'], 'proj_1')).toEqual({ ok: true, value: {} });
  expect([store.current.server.port, read()]).toEqual([
    9000,
    { server: { port: 9000 }, openai: { project: 'proj_1' } },
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(store.undoable).toBe('openai.project');
  await store.undo();
  expect([store.current.openai.project, read()]).toEqual([undefined, { server: { port: 9000 } }]);
  await store.undo();
  expect([store.current.server.port, store.undoable, read()]).toEqual([8080, undefined, {}]);
  expect(await store.undo()).toEqual({ ok: true, value: {} });
});

test('what cannot be is refused with its place, and nothing is written; nor is a field that does not exist', async () => {
  const { store, read } = await opened({ server: { port: 1234 }, later: { thing: 1 } });
  expect(await store.change(['server', 'port'], 'x')).toMatchObject({
    ok: false,
    error: { code: 'bad-settings', message: expect.stringMatching(/^server\.port: .*\.$/) },
  });
  expect(await store.change(['server', 'prot'], 1)).toMatchObject({
    ok: false,
    error: { message: 'There is no setting "server.prot".' },
  });
  expect(read()).toEqual({ server: { port: 1234 }, later: { thing: 1 } });
  await store.change(['server', 'port'], undefined);
  expect([store.unknown, read()]).toEqual([['later'], { later: { thing: 1 } }]);
});

test('a change that cannot be carried out is not saved', async () => {
  const { store, read } = await opened({ server: { port: 1 } });
  store.applyWith(async next => (next.server.port === 80 ? fail('cannot-listen', 'Port 80 is taken.') : ok({})));
  expect(await store.change(['server', 'port'], 80)).toEqual({
    ok: false,
    error: { code: 'not-applied', message: 'Port 80 is taken.' },
  });
  expect([store.current.server.port, read().server.port, store.undoable]).toEqual([1, 1, undefined]);
});

test('a change in an editor counts when it is saved; a broken one is told, and the one before goes on counting', async () => {
  const { store, file, until } = await opened({ server: { port: 1 } }, true);
  const counts = until(() => store.current.server.port === 2);
  writeFileSync(file, '{"server":{"port":2}}');
  await counts;
  const told = until(() => store.problem !== undefined);
  writeFileSync(file, '{"server":{"port":');
  await told;
  expect(store.problem).toMatch(/settings\.json cannot be used: it is not JSON.*The settings before it go on counting/);
  expect(store.current.server.port).toBe(2);
  const refused = { ok: false, error: { message: expect.stringContaining('Correct the file first') } };
  expect(await store.change(['server', 'port'], 4)).toMatchObject(refused);
  expect(await store.undo()).toMatchObject(refused);
  expect(readFileSync(file, 'utf8')).toBe('{"server":{"port":');
  const mended = until(() => store.problem === undefined);
  writeFileSync(file, '{"server":{"port":3}}');
  await mended;
  expect([store.current.server.port, store.undoable]).toEqual([3, 'the change in the file']);
  await store.undo();
  expect(store.current.server.port).toBe(2);
});

test('a change is made on top of what somebody has just saved in an editor, and undo takes one thing back at a time', async () => {
  const { store, file, read } = await opened({ server: { port: 1234 } });
  await store.change(['server', 'port'], 1235);
  writeFileSync(file, JSON.stringify({ server: { port: 1235 }, openai: { project: 'typed' } }));
  expect(await store.undo()).toMatchObject({
    ok: false,
    error: { message: expect.stringMatching(/undo takes that back first/) },
  });
  expect(read()).toMatchObject({ openai: { project: 'typed' } });
  writeFileSync(file, JSON.stringify({ server: { port: 1235 }, openai: { project: 'again' } }));
  expect(await store.change(['server', 'port'], 1236)).toEqual({ ok: true, value: {} });
  expect(read()).toEqual({ server: { port: 1236 }, openai: { project: 'again' } });
  expect(store.current.openai.project).toBe('again');
});

test('a file that cannot be carried out is not written over by another change', async () => {
  const { store, file, read, until } = await opened({ server: { port: 1234 } }, true);
  store.applyWith(async next => (next.server.port === 1 ? fail('taken', 'Port 1 is taken.') : ok({})));
  const told = until(() => store.problem !== undefined);
  writeFileSync(file, JSON.stringify({ server: { port: 1 } }));
  await told;
  expect(await store.change(['openai', 'project'], 'proj_1')).toMatchObject({
    ok: false,
    error: { code: 'not-applied', message: expect.stringMatching(/Port 1 is taken\. Correct the file first/) },
  });
  expect([read(), store.current.server.port]).toEqual([{ server: { port: 1 } }, 1234]);
});
