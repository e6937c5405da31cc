/** Captures that were cut, garbled or are no captures: what can be read is shown, what cannot is named. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { EventsReader, readEvents } from './events-reader.ts';
import { recoveredSummary, recoverSession } from './recover-session.ts';
import { EVENTS_FILE, trackFile } from './session-files.ts';
import { CALL, follow, GONE_PID, message, openStore, PCMU } from './testing/open-store.ts';

test('a session whose writer is gone opens as interrupted, wherever in its last 4 KB the file was cut', async () => {
  const { store, dataDir } = await openStore(tempDir(), GONE_PID);
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
  const again = await openStore(dataDir);
  expect(again.store.get(recorder.id)).toMatchObject({ state: 'interrupted' });
  expect(again.warnings).toEqual([]);
});

test('a garbled line is named, and what is around it is shown', async () => {
  const { store } = await openStore();
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
  const { store, warnings } = await openStore(dataDir);
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
    const { store, dataDir, warnings } = await openStore();
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
    const again = await openStore(dataDir);
    expect(again.store.list().map(({ state }) => state)).toEqual(states);
    const kept = states.length > 0 ? await again.store.events(recorder.id) : undefined;
    // Nothing of what came later: behind a gap it would lie in the wrong place.
    expect(kept?.ok && kept.value).toEqual(kept && [expect.objectContaining({ text: 'before' })]);
  },
);

test.each<[string, (summary: object) => string, RegExp]>([
  ['is empty', () => '', /session\.json cannot be read/],
  ['is no JSON', () => '{', /session\.json cannot be read/],
  ['lacks a field', () => '{"id":"x"}', /session\.json: /],
  ['has a track that is no name', summary => JSON.stringify({ ...summary, tracks: { '../x': PCMU } }), /tracks/],
  ['is of another session', summary => JSON.stringify({ ...summary, id: '../../escaped' }), /another name/],
])('a session.json that %s is named, and the others are shown', async (_what, text, warning) => {
  const { store, dataDir } = await openStore();
  const [good, bad] = [store.start(CALL), store.start(CALL)];
  await good.close('done');
  await bad.close('done');
  writeFileSync(join(store.folder(bad.id), 'session.json'), text(bad.summary));
  const again = await openStore(dataDir);
  expect(again.store.list().map(session => session.id)).toEqual([good.id]);
  expect(again.warnings).toEqual([expect.stringMatching(warning)]);
});

test('damage in a past session is told when it is opened, once', async () => {
  const { store, warnings } = await openStore();
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

test('events and sound that are not there are named when the session is opened', async () => {
  const { store, warnings } = await openStore();
  const recorder = store.start(CALL);
  recorder.declareTrack('caller', PCMU);
  for (let frame = 0; frame < 10; frame += 1) {
    const range = recorder.appendAudio('caller', new Uint8Array(8000));
    recorder.append({ leg: 'genesys', type: 'audio', direction: 'in', ...range });
  }
  await recorder.close('done');
  const folder = store.folder(recorder.id);
  const lines = readFileSync(join(folder, EVENTS_FILE), 'utf8').split('\n');
  writeFileSync(join(folder, EVENTS_FILE), `${lines.slice(0, 7).join('\n')}\n`);
  truncateSync(trackFile(folder, 'caller'), 16_000);
  expect(await follow(store, recorder.id)).toHaveLength(6);
  expect(warnings).toEqual([
    expect.stringMatching(/events\.ndjson ends early at \d:\d\d of \d:\d\d: the last 4 events are not there\.$/),
    expect.stringMatching(/caller\.raw ends early: 0:04 of its 0:06 of sound are not there\.$/),
  ]);
});
