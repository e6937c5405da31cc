import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Retention } from '../../../shared/settings/retention.ts';
import { systemIds } from '../system.ts';
import { HandClock } from '../testing/hand-clock.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { GRACE_MS, SessionRetention } from './session-retention.ts';
import { SessionStore } from './session-store.ts';

const DAY_MS = 86_400_000;

async function bench(deletes = true) {
  const clock = new HandClock();
  const warnings: string[] = [];
  const onWarning = (text: string) => warnings.push(text);
  const store = new SessionStore({ dataDir: tempDir(), clock, ids: systemIds, pid: process.pid, onWarning });
  await store.open();
  onTestFinished(() => store.dispose());
  const recorder = store.start({ role: 'server', kind: 'call', connectorId: 'demo-bot', audiohookId: 'a' });
  await recorder.close('done');
  clock.advance(3 * DAY_MS);
  let limits: Retention = {};
  const retention = new SessionRetention({ store, clock, deletes: () => deletes, limits: () => limits, onWarning });
  onTestFinished(() => retention.dispose());
  const limit = (next: Retention) => {
    limits = next;
    retention.settingsChanged();
  };
  const preview = async () => {
    const answer = await retention.handlers.retentionPreview({});
    if (!answer.ok) throw new Error('The preview failed.');
    return answer.value;
  };
  return { clock, store, recorder, limit, preview, warnings };
}

test('a session over a limit is shown first, goes after a while, and can be had back', async () => {
  const { clock, store, recorder, limit, preview, warnings } = await bench();
  expect(await preview()).toEqual({ sessionIds: [], bytes: 0 });
  limit({ keepDays: 2 });
  const at = new Date(clock.wallMs() + GRACE_MS).toISOString();
  expect(await preview()).toMatchObject({ sessionIds: [recorder.id], bytes: recorder.summary.bytes, at });
  clock.advance(GRACE_MS - 1);
  expect(store.list()).toHaveLength(1);
  const removed = new Promise<string>(resolve => {
    store.removed.on(resolve);
  });
  clock.advance(1);
  expect(await removed).toBe(recorder.id);
  expect(await store.undoDelete(recorder.id)).toMatchObject({ ok: true });
  expect(warnings).toEqual([]);
});

test('over a limit of size the oldest go from the disk, both views of a call together, until the rest fits', async () => {
  const { clock, store, recorder: first, limit, preview, warnings } = await bench();
  const call = async (audiohookId: string) => {
    const views = (['server', 'client'] as const).map(role => {
      const recorder = store.start({ role, kind: 'call', connectorId: 'demo-bot', audiohookId });
      recorder.declareTrack('caller', { encoding: 'PCMU', rateHz: 8000, channels: 1 });
      recorder.appendAudio('caller', new Uint8Array(300_000));
      return recorder;
    });
    for (const recorder of views) await recorder.close('done');
    clock.advance(DAY_MS);
    return views.map(({ id }) => id).sort();
  };
  const [older, newer] = [await call('older'), await call('newer')];
  limit({ keepMB: 1 });
  const shown = await preview();
  expect([...shown.sessionIds].sort()).toEqual([first.id, ...older].sort());
  const gone: string[] = [];
  const all = new Promise<void>(resolve => {
    store.removed.on(id => gone.push(id) === shown.sessionIds.length && resolve());
  });
  clock.advance(GRACE_MS);
  await all;
  expect(gone).toEqual(shown.sessionIds);
  const folders = (name: string) => readdirSync(join(dirname(dirname(store.folder('x'))), name)).sort();
  expect(folders('sessions')).toEqual(newer);
  expect(folders('deleted')).toEqual([first.id, ...older].sort());
  expect(warnings).toEqual([]);
});

test('another limit begins the wait anew, and none ends it', async () => {
  const { clock, store, limit, preview } = await bench();
  limit({ keepDays: 2 });
  clock.advance(GRACE_MS - 1);
  limit({ keepDays: 2.5 });
  clock.advance(GRACE_MS - 1);
  expect((await preview()).sessionIds).toHaveLength(1);
  limit({});
  expect(await preview()).toEqual({ sessionIds: [], bytes: 0 });
  clock.advance(GRACE_MS);
  expect(store.list()).toHaveLength(1);
});

test('a console that shares its data folder says what would go, and deletes nothing', async () => {
  const { clock, store, limit, preview } = await bench(false);
  limit({ keepDays: 2 });
  const { sessionIds, at } = await preview();
  expect([sessionIds.length, at]).toEqual([1, undefined]);
  clock.advance(GRACE_MS);
  expect(store.list()).toHaveLength(1);
});
