/** A recorder whose disk refuses in the middle of a call: memory stays small, and what is told of the call stays true. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { NewSessionEvent, SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { NOTHING_COUNTED } from '../../../shared/projections/session-summary.ts';
import { systemClock } from '../system.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { readEvents } from './events-reader.ts';
import { FileRecorder } from './file-recorder.ts';
import { followRecorder } from './follow-session.ts';
import { readTrack, trackFile } from './session-files.ts';
import { SOUND_INDEX_FILE } from './sound-index.ts';

const PCMU = { encoding: 'PCMU', rateHz: 8000, channels: 1 } as const;
const MIB = 1 << 20;
const WORD: NewSessionEvent = { leg: 'genesys', type: 'message', direction: 'in', text: '{}', bytes: 2 };

/** Its flushes are the test's to make. */
function recording(unrecorded = false) {
  const folder = tempDir();
  let flush: () => void = () => undefined;
  let periodMs = 0;
  const clock: Clock = {
    ...systemClock,
    every: (everyMs, action) => {
      periodMs = everyMs;
      flush = action;
      return () => undefined;
    },
  };
  let told: (error: Error) => void = () => undefined;
  const refused = new Promise<Error>(resolve => {
    told = resolve;
  });
  const summary: SessionSummary = {
    ...{
      id: 'a',
      role: 'server' as const,
      kind: 'call' as const,
      connectorId: '',
      audiohookId: '',
      caller: '',
      bot: '',
      outcome: '',
    },
    ...{ ...NOTHING_COUNTED, startedAt: '2026-11-26T00:00:00.000Z', state: 'live', tracks: {} },
  };
  const recorder = new FileRecorder({
    ...{ folder, summary, secrets: [], clock, pid: process.pid, unrecorded },
    onDiskFailure: told,
  });
  onTestFinished(() => recorder.close('done'));
  const refuse = async () => {
    symlinkSync('/dev/full', trackFile(folder, 'caller'));
    recorder.declareTrack('caller', PCMU);
    recorder.appendAudio('caller', new Uint8Array(1));
    flush();
    await refused;
  };
  return { folder, recorder, flush: () => flush(), periodMs: () => periodMs, refuse };
}

test('what happens is on disk within half a second, so that a kill costs no more', async () => {
  const { folder, recorder, flush, periodMs } = recording();
  expect(periodMs()).toBeLessThanOrEqual(500);
  recorder.append(WORD);
  flush();
  const written = async () => {
    const read = await readEvents(folder);
    return read.ok && read.value.events.length;
  };
  await expect.poll(written, { timeout: 10_000 }).toBe(1);
});

/** The first word is on disk; so many after it are nowhere but in memory, which keeps the newest. */
async function wordsAfterRefusal(words: number) {
  const { folder, recorder, flush, refuse } = recording();
  recorder.append(WORD);
  const written = async () => {
    const read = await readEvents(folder);
    return read.ok ? read.value.events.length : 0;
  };
  await expect.poll(written, { timeout: 10_000 }).toBe(1);
  await refuse();
  for (let count = 0; count < words; count += 1) recorder.append(WORD);
  flush();
  await expect.poll(() => recorder.firstN, { timeout: 10_000 }).toBe(words + 1 - 10_000);
  return recorder;
}

test('once the disk has refused, nothing is kept for it, however long the call goes on', async () => {
  const { recorder, refuse } = recording();
  recorder.declareTrack('bot', PCMU);
  recorder.append(WORD);
  await refuse();
  recorder.declareTrack('bot-l16', PCMU);
  for (const track of ['bot', 'bot-l16', 'caller']) recorder.appendAudio(track, new Uint8Array(8000));
  recorder.append(WORD);
  expect(recorder.waitingBytes).toBe(0);
  // Ranges are those of the track all the same.
  expect(recorder.appendAudio('bot', new Uint8Array(1))).toMatchObject({ offset: 8000 });
});

test('where only the index of the sound is refused, which can be made again, all else is recorded', async () => {
  const { folder, recorder, flush } = recording();
  symlinkSync('/dev/full', join(folder, SOUND_INDEX_FILE));
  const written = async () => (await readTrack(folder, 'bot', 0, 99)).length;
  recorder.declareTrack('bot', PCMU);
  for (const bytes of [1, 2]) {
    const range = recorder.appendAudio('bot', new Uint8Array(1));
    recorder.append({ leg: 'genesys', type: 'audio', direction: 'out', ...range });
    flush();
    await expect.poll(written, { timeout: 10_000 }).toBe(bytes);
  }
  await recorder.close('done');
  expect(recorder.summary).toMatchObject({ state: 'ended', outcome: 'done' });
  expect(await readEvents(folder)).toMatchObject({ value: { events: [{ type: 'audio' }, { type: 'audio' }] } });
});

test('where there is no folder, nothing is kept for the disk from the beginning', () => {
  const { recorder } = recording(true);
  recorder.declareTrack('bot', PCMU);
  recorder.appendAudio('bot', new Uint8Array(8000));
  recorder.append(WORD);
  expect(recorder.waitingBytes).toBe(0);
});

test('sound that the disk refused and memory let go is left out: what came later is not heard in its place', async () => {
  const { folder, recorder, flush, refuse } = recording();
  recorder.declareTrack('bot', PCMU);
  recorder.appendAudio('bot', new Uint8Array(MIB).fill(1));
  flush();
  await expect.poll(async () => (await readTrack(folder, 'bot', MIB - 1, 1)).length, { timeout: 10_000 }).toBe(1);
  await refuse();
  for (let count = 0; count < 18; count += 1) recorder.appendAudio('bot', new Uint8Array(MIB).fill(2));
  const over = await recorder.readAudio('bot', MIB - 2, 19 * MIB);
  expect([over.length, over[0], over[1]]).toEqual([2, 1, 1]);
  expect(await recorder.readAudio('bot', 4 * MIB, 16 * MIB)).toHaveLength(0);
  expect((await recorder.readAudio('bot', 18 * MIB, 2 * MIB)).length).toBe(MIB);
});

test('events that the disk refused and memory let go are named, to who asks and to who follows', async () => {
  const recorder = await wordsAfterRefusal(21_000);
  const all = await recorder.allEvents();
  expect(all.slice(0, 3)).toMatchObject([
    { n: 0, type: 'message' },
    {
      n: 1,
      type: 'note',
      code: 'events-missing',
      level: 'warning',
      text: expect.stringMatching(/^Events 1 to 11000 /),
    },
    { n: 11_001, type: 'message' },
  ]);
  const seen: SessionEvent[] = [];
  followRecorder(recorder, 0, { events: events => seen.push(...events), end: () => undefined });
  await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(all.length);
  expect(seen).toEqual(all);
  // From a number in the gap on, too.
  const later: SessionEvent[] = [];
  followRecorder(recorder, 500, { events: events => later.push(...events), end: () => undefined });
  await expect
    .poll(() => later[0], { timeout: 10_000 })
    .toMatchObject({ n: 500, text: expect.stringMatching(/^Events 500 to 11000 /) });
});
