import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KEPT_DELETED_MS } from './deleted-sessions.ts';
import { EVENTS_FILE } from './session-files.ts';
import { CALL, follow, message, openStore, PCMU } from './testing/open-store.ts';

test('what was recorded is read again, after a restart too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), async texts => {
      const { store, dataDir } = await openStore();
      const recorder = store.start(CALL);
      recorder.declareTrack('caller', PCMU);
      const ranges = texts.map((_text, at) => recorder.appendAudio('caller', Uint8Array.of(at, at + 1)));
      for (const text of texts) recorder.append(message(text));
      const live = [...recorder.events];
      await recorder.close('done');
      const again = (await openStore(dataDir)).store;
      expect(await again.events(recorder.id)).toEqual({ ok: true, value: live });
      expect(again.list()).toEqual([recorder.summary]);
      expect(ranges.map(range => range.offset)).toEqual(texts.map((_text, at) => at * 2));
      expect([...(await again.audio(recorder.id, 'caller', 0, 99))]).toEqual(
        texts.flatMap((_text, at) => [at, at + 1]),
      );
    }),
    { numRuns: 20 },
  );
});

test('events are numbered from 0 and timed on a clock that does not go back', async () => {
  const { store } = await openStore();
  const recorder = store.start(CALL);
  for (let count = 0; count < 50; count += 1) recorder.append(message('x'));
  expect(recorder.events.map(event => event.n)).toEqual([...Array(50).keys()]);
  const times = recorder.events.map(event => event.atMs);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('a subscriber to a live session gets what was and what comes, once and in order, and its end', async () => {
  const { store } = await openStore();
  const recorder = store.start(CALL);
  for (const text of ['0', '1', '2']) recorder.append(message(text));
  const fromStart = follow(store, recorder.id);
  const fromTwo = follow(store, recorder.id, 2);
  for (const text of ['3', '4']) recorder.append(message(text));
  await recorder.close('done');
  expect((await fromStart).map(event => event.n)).toEqual([0, 1, 2, 3, 4]);
  expect((await fromTwo).map(event => event.n)).toEqual([2, 3, 4]);
  expect((await follow(store, recorder.id, 3)).map(event => event.n)).toEqual([3, 4]);
});

test('live audio is read by range before and after it is on disk', async () => {
  const { store } = await openStore();
  const recorder = store.start(CALL);
  recorder.declareTrack('bot', PCMU);
  for (const first of [0, 10, 20])
    recorder.appendAudio(
      'bot',
      Uint8Array.from({ length: 10 }, (_, at) => first + at),
    );
  const middle = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21];
  expect([...(await store.audio(recorder.id, 'bot', 8, 14))]).toEqual(middle);
  expect([...(await store.audio(recorder.id, 'bot', 28, 14))]).toEqual([28, 29]);
  await recorder.close('done');
  expect([...(await store.audio(recorder.id, 'bot', 8, 14))]).toEqual(middle);
});

test('a session whose folder cannot be made is not recorded from its beginning, which is told once', async () => {
  const { store, dataDir, warnings } = await openStore();
  rmSync(join(dataDir, 'sessions'), { recursive: true });
  writeFileSync(join(dataDir, 'sessions'), '');
  const recorder = store.start(CALL);
  recorder.append(message('heard all the same'));
  await recorder.close('done');
  expect(warnings.filter(text => text.includes(recorder.id))).toEqual([
    expect.stringMatching(/not recorded from its beginning: .*The call goes on/),
  ]);
  expect(recorder.events.map(event => event.type)).toContain('message');
});

test('secrets are masked in what the list shows, too', async () => {
  const { store } = await openStore();
  const recorder = store.start({ ...CALL, connectorId: 'bot?x=the-secret' }, [{ name: 'key', value: 'the-secret' }]);
  recorder.update({ outcome: 'with the-secret' });
  await recorder.close('closed: the-secret');
  const text = readFileSync(join(store.folder(recorder.id), 'session.json'), 'utf8');
  expect(text).toContain('bot?x=«secret:key»');
  expect(text).not.toContain('the-secret');
});

test('a key of the console is in no session, also where a caller sends it', async () => {
  const key = 'sk-proj-of-the-console';
  const { store } = await openStore(undefined, undefined, [{ name: 'OPENAI_API_KEY', value: key }]);
  const recorder = store.start(CALL);
  recorder.append(message(JSON.stringify({ customConfig: JSON.stringify({ auth: `Bearer ${key}` }) })));
  await recorder.close('done');
  const text = readFileSync(join(store.folder(recorder.id), EVENTS_FILE), 'utf8');
  expect(text).toContain('«secret:OPENAI_API_KEY»');
  expect(text).not.toContain(key);
});

test('two secrets of one name are both taken out: each of two profiles may have a function of that name', async () => {
  const name = 'authorization of order';
  const [first, second] = ['Bearer first-token', 'Bearer second-token'];
  const { store } = await openStore(undefined, undefined, [
    { name, value: first },
    { name, value: second },
  ]);
  const recorder = store.start(CALL, [{ name, value: 'Bearer third-token' }]);
  recorder.append(message('first-token second-token third-token'));
  await recorder.close('done');
  const mark = `«secret:${name}»`;
  expect(recorder.events).toContainEqual(expect.objectContaining({ text: `${mark} ${mark} ${mark}` }));
});

test('of refused sessions the newest are kept', async () => {
  const { store } = await openStore();
  const removed: string[] = [];
  store.removed.on(id => removed.push(id));
  const all = [];
  for (let count = 0; count < 4; count += 1) {
    const recorder = store.start({ ...CALL, kind: 'refused' });
    await recorder.close('refused');
    all.push(recorder.id);
  }
  const call = store.start(CALL);
  await call.close('done');
  await store.keepNewest('refused', 2);
  expect(removed).toHaveLength(2);
  expect(store.list()).toHaveLength(3);
  expect(store.get(call.id)).toBeDefined();
});

test('a deleted session can be had back, as it was, and is gone for good after a day', async () => {
  const { store, dataDir } = await openStore();
  const recorder = store.start(CALL);
  recorder.append(message('0'));
  expect(await store.delete(recorder.id)).toMatchObject({ ok: false, error: { code: 'live' } });
  await recorder.close('done');
  const before = store.list();
  await store.delete(recorder.id);
  expect(store.list()).toEqual([]);
  expect((await openStore(dataDir)).store.list()).toEqual([]);
  expect(await store.undoDelete('../sessions')).toMatchObject({ ok: false });
  expect(await store.undoDelete(recorder.id)).toMatchObject({ ok: true });
  expect(store.list()).toEqual(before);

  await store.delete(recorder.id);
  await store.purgeDeleted();
  const aside = join(dataDir, 'deleted', recorder.id);
  expect(existsSync(aside)).toBe(true);
  const yesterday = (Date.now() - KEPT_DELETED_MS) / 1000;
  utimesSync(aside, yesterday, yesterday);
  await store.purgeDeleted();
  expect(await store.undoDelete(recorder.id)).toMatchObject({ ok: false, error: { code: 'not-deleted' } });
});

test('a session that was deleted and brought in again can be deleted again; the newer one is had back', async () => {
  const { store } = await openStore();
  const recorder = store.start(CALL);
  await recorder.close('done');
  const folder = store.folder(recorder.id);
  const bringIn = async (outcome: string) => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'session.json'), JSON.stringify({ ...recorder.summary, outcome }));
    await store.notice(recorder.id);
  };
  await store.delete(recorder.id);
  await bringIn('newer');
  expect(await store.undoDelete(recorder.id)).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('in the list again') },
  });
  expect(await store.delete(recorder.id)).toMatchObject({ ok: true });
  expect(await store.undoDelete(recorder.id)).toMatchObject({ ok: true });
  expect(store.list().map(session => session.outcome)).toEqual(['newer']);
});

test('of a session whose folder was replaced nothing old is told', async () => {
  const { store } = await openStore();
  const [old, newer] = [store.start(CALL), store.start(CALL)];
  old.append(message('old'));
  newer.append(message('newer'));
  await old.close('done');
  await newer.close('done');
  expect((await follow(store, old.id)).map(event => 'text' in event && event.text)).toEqual(['old']);
  const forgotten: string[] = [];
  store.forgotten.on(id => forgotten.push(id));
  const [file, other] = [old, newer].map(({ id }) => join(store.folder(id), EVENTS_FILE));
  writeFileSync(file ?? '', readFileSync(other ?? ''));
  await store.replaced(old.id);
  expect((await follow(store, old.id)).map(event => 'text' in event && event.text)).toEqual(['newer']);
  expect(forgotten).toEqual([old.id]);
  expect(store.get(old.id)).toEqual(old.summary);
});
