import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { NewSessionEvent, SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { systemClock, systemIds } from '../system.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { KEPT_DELETED_MS } from './deleted-sessions.ts';
import { EventsReader, readEvents } from './events-reader.ts';
import { recoveredSummary, recoverSession } from './recover-session.ts';
import { findSession } from './resolve-session.ts';
import { EVENTS_FILE, trackFile } from './session-files.ts';
import { SessionStore } from './session-store.ts';

const CALL = { role: 'server', kind: 'call', connectorId: 'demo-bot', audiohookId: 'a' } as const;
const PCMU = { encoding: 'PCMU', rateHz: 8000, channels: 1 } as const;
/** No process has this number: a writer that is gone. */
const GONE_PID = 2 ** 22 + 1;

async function open(dataDir = tempDir(), pid = process.pid) {
  const warnings: string[] = [];
  const store = new SessionStore({
    dataDir,
    clock: systemClock,
    ids: systemIds,
    pid,
    onWarning: text => warnings.push(text),
  });
  await store.open();
  onTestFinished(() => store.dispose());
  return { store, dataDir, warnings };
}

const message = (text: string): NewSessionEvent => ({
  leg: 'genesys',
  type: 'message',
  direction: 'in',
  text,
  bytes: text.length,
});

/** All events that a subscriber gets until the session's end. */
function follow(store: SessionStore, id: string, fromN = 0): Promise<SessionEvent[]> {
  return new Promise(resolve => {
    const all: SessionEvent[] = [];
    store.subscribe(id, fromN, { events: events => all.push(...events), end: () => resolve(all) });
  });
}

test('what was recorded is read again, after a restart too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), async texts => {
      const { store, dataDir } = await open();
      const recorder = store.start(CALL);
      recorder.declareTrack('caller', PCMU);
      const ranges = texts.map((_text, at) => recorder.appendAudio('caller', Uint8Array.of(at, at + 1)));
      for (const text of texts) recorder.append(message(text));
      const live = [...recorder.events];
      await recorder.close('done');
      const again = (await open(dataDir)).store;
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
  const { store } = await open();
  const recorder = store.start(CALL);
  for (let count = 0; count < 50; count += 1) recorder.append(message('x'));
  expect(recorder.events.map(event => event.n)).toEqual([...Array(50).keys()]);
  const times = recorder.events.map(event => event.atMs);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('a subscriber to a live session gets what was and what comes, once and in order, and its end', async () => {
  const { store } = await open();
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
  const { store } = await open();
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

test('a session whose writer is gone opens as interrupted, wherever in its last 4 KB the file was cut', async () => {
  const { store, dataDir } = await open(tempDir(), GONE_PID);
  const recorder = store.start(CALL);
  recorder.declareTrack('caller', PCMU);
  const long = 'ä'.repeat(300);
  for (let count = 0; count < 6; count += 1) {
    recorder.append(message(`{"type":"ping","seq":${count},"x":"${long}"}`));
    const range = recorder.appendAudio('caller', new Uint8Array(160));
    recorder.append({ leg: 'genesys', type: 'audio', direction: 'in', ...range });
  }
  await recorder.close('done');
  const folder = store.folder(recorder.id);
  const asLive: SessionSummary & { writerPid: number } = {
    ...recorder.summary,
    state: 'live',
    outcome: '',
    writerPid: GONE_PID,
  };
  const whole = readFileSync(join(folder, EVENTS_FILE));
  expect(whole.length).toBeGreaterThan(4096 + 50);
  /** Where each event is complete, with and without the end of its line. */
  const ends = [...whole.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at);
  const eventsIn = (bytes: number) => ends.slice(1).filter(end => end <= bytes).length;
  const isCut = (bytes: number) => !ends.some(end => end === bytes || end + 1 === bytes);
  const wrong: number[] = [];
  for (let bytes = whole.length - 4096; bytes <= whole.length; bytes += 1) {
    const reader = new EventsReader(folder, () => [whole.subarray(0, bytes)]);
    const read = await reader.readOn(true);
    const { state, events, bytes: counted } = recoveredSummary(asLive, reader.events, 960);
    const textBytes = (ends[eventsIn(bytes)] ?? 0) - (ends[0] ?? 0);
    const isRight = read.ok && reader.damage.length === 0 && reader.cutOff === isCut(bytes);
    if (!isRight || state !== 'interrupted' || events !== eventsIn(bytes) || counted !== textBytes + 960)
      wrong.push(bytes);
  }
  expect(wrong).toEqual([]);
  // The same on the disk, where a line ends and around it.
  for (const bytes of ends.flatMap(end => [end - 1, end, end + 1]).toReversed()) {
    if (bytes <= (ends[0] ?? 0)) continue;
    truncateSync(join(folder, EVENTS_FILE), bytes);
    const { summary, damage } = await recoverSession(folder, asLive);
    expect([summary.state, summary.events, damage]).toEqual(['interrupted', eventsIn(bytes), []]);
  }
  // The store does so by itself when it opens.
  writeFileSync(join(folder, 'session.json'), JSON.stringify(asLive));
  const again = await open(dataDir);
  expect(again.store.get(recorder.id)).toMatchObject({ state: 'interrupted' });
  expect(again.warnings).toEqual([]);
});

test('a garbled line is named, and what is around it is shown', async () => {
  const { store } = await open();
  const recorder = store.start(CALL);
  for (const text of ['0', '1', '2']) recorder.append(message(text));
  await recorder.close('done');
  const file = join(store.folder(recorder.id), EVENTS_FILE);
  const lines = readFileSync(file, 'utf8').split('\n');
  lines[2] = '{"n":1,garbled';
  writeFileSync(file, lines.join('\n'));
  const read = await readEvents(store.folder(recorder.id));
  expect(read).toMatchObject({ ok: true, value: { damage: [expect.stringContaining('Line 3')] } });
  expect(read.ok && read.value.events.map(event => event.n)).toEqual([0, 2]);
});

test('a capture of a newer version is refused with a sentence', async () => {
  const dir = tempDir();
  writeFileSync(join(dir, EVENTS_FILE), '{"format":"audiohook-session","version":99}\n');
  expect(await readEvents(dir)).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('newer console') },
  });
});

test('folders that are no sessions do no harm', async () => {
  const dataDir = tempDir();
  mkdirSync(join(dataDir, 'sessions', 'something'), { recursive: true });
  writeFileSync(join(dataDir, 'sessions', 'stray.txt'), 'x');
  const { store, warnings } = await open(dataDir);
  expect([store.list(), warnings]).toEqual([[], []]);
});

test.each<[string, (folder: string) => void, RegExp, string[]]>([
  ['is full', folder => symlinkSync('/dev/full', trackFile(folder, 'bot')), /ENOSPC/, ['interrupted']],
  ['loses the folder', folder => rmSync(folder, { recursive: true }), /ENOENT/, []],
  [
    'has a file where the folder was',
    folder => {
      rmSync(folder, { recursive: true });
      writeFileSync(folder, '');
    },
    /ENOTDIR.*Move that file away/,
    [],
  ],
])(
  'a disk that %s in a call: told at once, and from when; the call goes on, and what was written can be read',
  async (_what, spoil, why, states) => {
    const { store, dataDir, warnings } = await open();
    const recorder = store.start(CALL);
    const folder = store.folder(recorder.id);
    recorder.append(message('before'));
    const written = async () => {
      const read = await readEvents(folder);
      return read.ok ? read.value.events.length : 0;
    };
    await expect.poll(written, { timeout: 10_000 }).toBe(1);
    const told = new Promise<string>(resolve => {
      recorder.appended.on(event => event.type === 'note' && event.code === 'capture-failed' && resolve(event.text));
    });
    spoil(folder);
    recorder.declareTrack('bot', PCMU);
    recorder.appendAudio('bot', Uint8Array.of(1, 2));
    expect(await told).toMatch(/^This session is not recorded from .*The call goes on\. /);
    expect(warnings).toEqual([expect.stringMatching(why)]);
    recorder.append(message('after'));
    expect([...(await store.audio(recorder.id, 'bot', 0, 2))]).toEqual([1, 2]);
    await recorder.close('done');
    const again = await open(dataDir);
    expect(again.store.list().map(({ state }) => state)).toEqual(states);
    const kept = states.length > 0 ? await again.store.events(recorder.id) : undefined;
    // Nothing of what came later: behind a gap it would lie in the wrong place.
    expect(kept?.ok && kept.value).toEqual(kept && [expect.objectContaining({ text: 'before' })]);
  },
);

test('a session whose folder cannot be made is not recorded from its beginning, which is told once', async () => {
  const { store, dataDir, warnings } = await open();
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

test('a session that another process records appears, and its end is noticed', async () => {
  const { store, dataDir } = await open();
  // Another process: one that runs, and is not this one.
  const other = await open(dataDir, process.ppid);
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
  const first = await open(tempDir(), GONE_PID);
  const recorder = first.store.start(CALL);
  await recorder.close('done');
  const live = { ...recorder.summary, state: 'live', writerPid, writtenAtMs };
  writeFileSync(join(first.store.folder(recorder.id), 'session.json'), JSON.stringify(live));
  expect((await open(first.dataDir)).store.get(recorder.id)).toMatchObject({ state: 'interrupted' });
});

test.each<[string, (summary: object) => string, RegExp]>([
  ['is empty', () => '', /session\.json cannot be read/],
  ['is no JSON', () => '{', /session\.json cannot be read/],
  ['lacks a field', () => '{"id":"x"}', /session\.json: /],
  ['has a track that is no name', summary => JSON.stringify({ ...summary, tracks: { '../x': PCMU } }), /tracks/],
  ['is of another session', summary => JSON.stringify({ ...summary, id: '../../escaped' }), /another name/],
])('a session.json that %s is named, and the others are shown', async (_what, text, warning) => {
  const { store, dataDir } = await open();
  const [good, bad] = [store.start(CALL), store.start(CALL)];
  await good.close('done');
  await bad.close('done');
  writeFileSync(join(store.folder(bad.id), 'session.json'), text(bad.summary));
  const again = await open(dataDir);
  expect(again.store.list().map(session => session.id)).toEqual([good.id]);
  expect(again.warnings).toEqual([expect.stringMatching(warning)]);
});

test('damage in a past session is told when it is opened, once', async () => {
  const { store, warnings } = await open();
  const recorder = store.start(CALL);
  recorder.append(message('0'));
  recorder.append(message('1'));
  await recorder.close('done');
  const file = join(store.folder(recorder.id), EVENTS_FILE);
  const lines = readFileSync(file, 'utf8').split('\n');
  lines[1] = 'garbled';
  writeFileSync(file, lines.join('\n'));
  for (const _time of [1, 2]) expect((await follow(store, recorder.id)).map(event => event.n)).toEqual([1]);
  expect(warnings).toEqual([expect.stringContaining('Line 2')]);
});

test('a live session whose folder is taken away ends, and says so', async () => {
  const { store, dataDir } = await open();
  const other = await open(dataDir, process.ppid);
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
  const { store, dataDir } = await open();
  const other = await open(dataDir, process.ppid);
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

test('secrets are masked in what the list shows, too', async () => {
  const { store } = await open();
  const recorder = store.start({ ...CALL, connectorId: 'bot?x=the-secret' }, { key: 'the-secret' });
  recorder.update({ outcome: 'with the-secret' });
  await recorder.close('closed: the-secret');
  const text = readFileSync(join(store.folder(recorder.id), 'session.json'), 'utf8');
  expect(text).toContain('bot?x=«secret:key»');
  expect(text).not.toContain('the-secret');
});

test('of refused sessions the newest are kept', async () => {
  const { store } = await open();
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
  const { store, dataDir } = await open();
  const recorder = store.start(CALL);
  recorder.append(message('0'));
  expect(await store.delete(recorder.id)).toMatchObject({ ok: false, error: { code: 'live' } });
  await recorder.close('done');
  const before = store.list();
  await store.delete(recorder.id);
  expect(store.list()).toEqual([]);
  expect((await open(dataDir)).store.list()).toEqual([]);
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
  const { store } = await open();
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
  const { store } = await open();
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

test('a session that another console deletes goes from the list', async () => {
  const first = await open();
  const recorder = first.store.start(CALL);
  await recorder.close('done');
  const second = await open(first.dataDir);
  const removed = new Promise<string>(resolve => {
    second.store.removed.on(resolve);
  });
  await first.store.delete(recorder.id);
  expect(await removed).toBe(recorder.id);
  expect(second.store.list()).toEqual([]);
});

test('a session is meant by its id, by the beginning of one, or as the last', async () => {
  const { store } = await open();
  for (let count = 0; count < 3; count += 1) await store.start(CALL).close('done');
  const sessions = store.list();
  const [newest, , oldest] = sessions;
  const found = (wanted: string) => {
    const result = findSession(sessions, wanted);
    return result.ok ? result.value.id : result.error.code;
  };
  expect(found('last')).toBe(newest?.id);
  expect(found(oldest?.id ?? '')).toBe(oldest?.id);
  expect(found(oldest?.id.slice(0, -1) ?? '')).toBe(oldest?.id);
  expect([found('20'), found('x'), found('')]).toEqual(['ambiguous', 'no-such-session', 'no-such-session']);
  expect(findSession([], 'last')).toMatchObject({ error: { message: expect.stringContaining('make a call') } });
  // Of a relayed call the joined session is meant, though the model's wire began last.
  const wire = (id: string, relay: 'genesys' | 'model' | 'both', startedAt: string) =>
    ({ ...newest, id, relay, startedAt, durationMs: 8_000 }) as SessionSummary;
  const model = wire('m', 'model', '2026-11-26T10:00:01.000Z');
  const joined = wire('g-joined', 'both', '2026-11-26T10:00:00.000Z');
  expect(findSession([model, joined], 'last')).toEqual({ ok: true, value: joined });
  const later = wire('m2', 'model', '2026-11-26T10:01:00.000Z');
  expect(findSession([later, model, joined], 'last')).toEqual({ ok: true, value: later });
});
