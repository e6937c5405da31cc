/** A call of hours: memory holds its end, the files all of it, and whoever asks gets the whole. */
import { expect, onTestFinished, test } from 'vitest';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { systemIds } from '../system.ts';
import { HandClock } from '../testing/hand-clock.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { SessionStore } from './session-store.ts';

/** Twice what is kept, and some: 7 minutes of frames of 20 ms each way. */
const FRAMES = 21_000;
const FRAME_BYTES = 160;

test('of a long recording memory keeps the newest part, and a subscriber gets every event, once and in order', async () => {
  const clock = new HandClock();
  const onWarning = (text: string) => expect.unreachable(text);
  const store = new SessionStore({ dataDir: tempDir(), clock, ids: systemIds, pid: process.pid, onWarning });
  await store.open();
  onTestFinished(() => store.dispose());
  const recorder = store.start({ role: 'server', kind: 'call', connectorId: '', audiohookId: '' });
  recorder.declareTrack('agent', { encoding: 'L16', rateHz: 8000, channels: 1 });
  const record = (from: number, to: number) => {
    for (let at = from; at < to; at += 1) {
      const range = recorder.appendAudio('agent', new Uint8Array(FRAME_BYTES).fill(at & 0xff));
      recorder.append({ leg: 'genesys', type: 'audio', direction: 'in', ...range });
    }
  };
  record(0, FRAMES);
  // Not on disk yet: nothing may be let go.
  expect(recorder.firstN).toBe(0);
  // The first flush writes all that there is by now.
  await expect.poll(() => recorder.firstN).toBe(FRAMES - 10_000);

  const seen: SessionEvent[] = [];
  const ended = new Promise<void>(resolve => {
    store.subscribe(recorder.id, 5, { events: events => seen.push(...events), end: () => resolve() });
  });
  record(FRAMES, FRAMES + 100);
  const all = await store.events(recorder.id);
  expect(all.ok && all.value.map(({ n }) => n)).toEqual([...Array(FRAMES + 100).keys()]);
  // From the file, from memory, and over both.
  for (const at of [0, FRAMES - 6_600, FRAMES]) {
    const bytes = await store.audio(recorder.id, 'agent', at * FRAME_BYTES, 2 * FRAME_BYTES);
    expect([bytes.length, bytes[0], bytes[FRAME_BYTES]]).toEqual([2 * FRAME_BYTES, at & 0xff, (at + 1) & 0xff]);
  }
  await recorder.close('done');
  await ended;
  expect(seen.map(({ n }) => n)).toEqual([...Array(FRAMES + 100).keys()].slice(5));
});
