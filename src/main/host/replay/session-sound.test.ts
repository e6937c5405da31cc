import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { encodeMuLawSample } from '../../../shared/audio/mulaw.ts';
import { SessionStore } from '../capture/session-store.ts';
import { systemClock, systemIds } from '../system.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { PastSound } from './past-sound.ts';
import { SessionSound } from './session-sound.ts';

const CALL = { role: 'server', kind: 'call', connectorId: 'demo-bot', audiohookId: 'a' } as const;
const PCMU = { encoding: 'PCMU', rateHz: 8000, channels: 1 } as const;

/** It stands still: no picture is shown before all of it has been read, however slow that is. */
const still = { ...systemClock, monotonicMs: () => 0 };
/** Time passes with each look at it: no picture waits for more than one piece. */
const hasty = () => {
  let nowMs = 0;
  return { monotonicMs: () => (nowMs += 1000) };
};

async function openStore(dataDir: string): Promise<SessionStore> {
  const store = new SessionStore({
    dataDir,
    clock: still,
    ids: systemIds,
    pid: process.pid,
    onWarning: () => undefined,
  });
  await store.open();
  onTestFinished(() => store.dispose());
  return store;
}

/** A call of a second in which the caller grows louder. @param noted a note at its end */
async function recordedCall(dataDir: string, noted?: string): Promise<{ id: string; folder: string }> {
  const store = await openStore(dataDir);
  const recorder = store.start(CALL);
  recorder.declareTrack('caller', PCMU);
  for (let frame = 0; frame < 5; frame += 1) {
    const loud = Uint8Array.from({ length: 1600 }, (_, at) =>
      encodeMuLawSample((at % 2 ? -1 : 1) * 1000 * (frame + 1)),
    );
    const range = recorder.appendAudio('caller', loud);
    recorder.append({ leg: 'genesys', type: 'audio', direction: 'in', ...range });
  }
  if (noted !== undefined) recorder.append({ leg: 'console', type: 'note', code: 'x', level: 'info', text: noted });
  await recorder.close('done');
  return { id: recorder.id, folder: store.folder(recorder.id) };
}

/** 20 ms. */
const LOUD = Uint8Array.from({ length: 160 }, (_, at) => encodeMuLawSample(at % 2 ? -9000 : 9000));

/** A call that nobody has looked at: nothing derived lies beside it. */
async function longCall(store: SessionStore, frames: number) {
  const recorder = store.start(CALL);
  recorder.declareTrack('bot', PCMU);
  for (let frame = 0; frame < frames; frame += 1) {
    const range = recorder.appendAudio('bot', LOUD);
    recorder.append({ leg: 'genesys', type: 'audio', direction: 'out', ...range });
  }
  await recorder.close('done');
  const { id, folder } = recorder;
  const [index, peaks] = [join(folder, 'sound.index'), join(folder, 'bot.peaks')];
  for (const file of [index, peaks]) rmSync(file);
  return { id, folder, index, peaks };
}

/** As a console sees them that has just been started. */
async function peaksOf(dataDir: string, id: string) {
  const peaks = await new SessionSound(await openStore(dataDir), still).peaks(id, -1000, 1000, 40);
  if (!peaks.ok) throw new Error(peaks.error.message);
  return peaks.value;
}

test.each(['caller.peaks', 'sound.index'])(
  '%s is written when a call ends, and made again when it is missing or damaged',
  async name => {
    const dataDir = tempDir();
    const { id, folder } = await recordedCall(dataDir);
    const file = join(folder, name);
    const kept = readFileSync(file);
    const shown = await peaksOf(dataDir, id);
    expect(Math.max(...(shown.lanes[0]?.max ?? []))).toBeGreaterThan(10);

    const flipped = Buffer.from(kept);
    flipped[30] = (flipped[30] ?? 0) ^ 0xff;
    const otherVersion = Buffer.from(kept);
    otherVersion.writeUInt32LE(99, 4);
    const spoil = [
      () => rmSync(file),
      () => truncateSync(file, 10),
      () => writeFileSync(file, ''),
      () => writeFileSync(file, flipped),
      () => writeFileSync(file, otherVersion),
      // As a crash leaves it.
      () => truncateSync(file, kept.length - 24),
    ];
    for (const damage of spoil) {
      damage();
      expect(await peaksOf(dataDir, id)).toEqual(shown);
      expect(readFileSync(file).equals(kept)).toBe(true);
    }
  },
);

test('a kept index is believed, but for events that came after it; of fewer or other events it is made anew', async () => {
  const dataDir = tempDir();
  // More at the end than an index is known by.
  const { id, folder } = await recordedCall(dataDir, 'x'.repeat(5000));
  const shown = await peaksOf(dataDir, id);
  const [file, index] = [join(folder, 'events.ndjson'), readFileSync(join(folder, 'sound.index'))];
  const text = readFileSync(file, 'utf8');
  const added = { n: 99, atMs: 60_000, leg: 'console', type: 'note', code: 'x', level: 'info', text: '' };
  const silent = text.replaceAll('"audio"', '"other"');
  writeFileSync(file, `${silent}${JSON.stringify(added)}\n`);
  expect(await peaksOf(dataDir, id)).toEqual({ ...shown, durationMs: 60_000 });

  const loud = ({ lanes }: typeof shown) => lanes[0]?.max.filter(value => value > 0).length ?? 0;
  // As many bytes as before.
  writeFileSync(file, silent.replace('xxx"', 'xyx"'));
  expect(loud(await peaksOf(dataDir, id))).toBe(0);
  expect(readFileSync(join(folder, 'sound.index')).equals(index)).toBe(false);
  writeFileSync(join(folder, 'sound.index'), index);
  writeFileSync(file, text.slice(0, text.lastIndexOf('{"n":4')));
  expect(loud(await peaksOf(dataDir, id))).toBeLessThan(loud(shown));
});

test('a long session that nobody has looked at is read on each time it is asked for, and not in between', async () => {
  const dataDir = tempDir();
  const store = await openStore(dataDir);
  const { id, index } = await longCall(store, 6000);
  const clock = hasty();
  const sound = new SessionSound(store, clock);
  onTestFinished(() => sound.dispose());
  const ask = async () => {
    const peaks = await sound.peaks(id, 0, 120_000, 60);
    if (!peaks.ok) throw new Error(peaks.error.message);
    return { drawn: peaks.value.lanes[1]?.max.filter(value => value > 0).length ?? 0, ...peaks.value };
  };
  const begun = await ask();
  expect(begun.readUntilMs).toBeDefined();
  const seen = [begun.drawn];
  for (let next = await ask(); next.readUntilMs !== undefined; next = await ask()) {
    expect(existsSync(index)).toBe(false);
    seen.push(next.drawn);
  }
  expect(new Set(seen).size).toBeGreaterThan(2);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  const whole = await ask();
  expect(whole.drawn).toBe(60);
  expect(existsSync(index)).toBe(true);
  // Who listens has the whole of it, however long that takes.
  rmSync(index);
  const heard = await new SessionSound(store, clock).listen(id, 'bot', 119_900, 100);
  expect(heard.ok && Math.max(...heard.value)).toBe(Math.max(...LOUD));
});

test('who listens to a session hears all of it, however many others are looked at meanwhile', async () => {
  const store = await openStore(tempDir());
  const { id } = await longCall(store, 1000);
  const others: string[] = [];
  for (let count = 0; count < 13; count += 1) {
    const recorder = store.start(CALL);
    await recorder.close('done');
    others.push(recorder.id);
  }
  const sound = new SessionSound(store, hasty());
  onTestFinished(() => sound.dispose());
  expect(await sound.peaks(id, 0, 20_000, 10)).toMatchObject({ value: { readUntilMs: expect.any(Number) } });
  const listening = sound.listen(id, 'bot', 19_900, 100);
  const looks = await Promise.all(others.map(other => sound.peaks(other, 0, 1, 1)));
  expect(looks.every(({ ok }) => ok)).toBe(true);
  const heard = await listening;
  expect(heard.ok && Math.max(...heard.value)).toBe(Math.max(...LOUD));
});

test('of a session that is replaced while it is measured, the new one is measured', async () => {
  const store = await openStore(tempDir());
  const { id, folder } = await longCall(store, 1000);
  const sound = new SessionSound(store, hasty());
  onTestFinished(() => sound.dispose());
  expect(await sound.peaks(id, 0, 20_000, 10)).toMatchObject({ value: { readUntilMs: expect.any(Number) } });
  const measuring = sound.measure(id, 0, 20_000);
  writeFileSync(join(folder, 'bot.raw'), new Uint8Array(160_000).fill(0xff));
  store.forgotten.emit(id);
  expect(await measuring).toMatchObject({ value: [{ lane: 'caller' }, { lane: 'bot', peakDbfs: -100 }] });
  expect(await sound.peaks(id, 0, 20_000, 1)).toMatchObject({ value: { lanes: [{}, { max: Uint8Array.of(0) }] } });
});

test('what was read of a session until it was deleted is not kept as the whole of it', async () => {
  const store = await openStore(tempDir());
  const { id, index, peaks } = await longCall(store, 1000);
  const past = new PastSound(store, id);
  await past.readOn(() => true);
  const reading = past.readOn(() => false);
  const refused = expect(reading).rejects.toThrow('forgotten');
  await past.close();
  await refused;
  await expect(past.readOn(() => false)).rejects.toThrow('forgotten');
  expect([index, peaks].map(file => existsSync(file))).toEqual([false, false]);
});

test('a session that cannot be read is said to be so to all who ask at once, and to who asks later', async () => {
  const dataDir = tempDir();
  const { id, folder } = await recordedCall(dataDir);
  rmSync(join(folder, 'sound.index'));
  writeFileSync(join(folder, 'events.ndjson'), '{"format":"of another tool"}\n');
  const sound = new SessionSound(await openStore(dataDir), still);
  const ask = () => sound.peaks(id, 0, 1000, 10);
  for (const peaks of [...(await Promise.all([ask(), ask(), ask()])), await ask()]) {
    expect(peaks).toMatchObject({
      ok: false,
      error: { code: 'unreadable', message: expect.stringMatching(/[^.]\.$/) },
    });
  }
});

test('kept peaks are believed: the sound itself is not read again', async () => {
  const dataDir = tempDir();
  const { id, folder } = await recordedCall(dataDir);
  const shown = await peaksOf(dataDir, id);
  const track = join(folder, 'caller.raw');
  writeFileSync(track, Buffer.alloc(readFileSync(track).length, 0xff));
  expect(await peaksOf(dataDir, id)).toEqual(shown);
});

test('a track that is shorter than its events say is drawn as far as it goes', async () => {
  const dataDir = tempDir();
  const { id, folder } = await recordedCall(dataDir);
  truncateSync(join(folder, 'caller.raw'), 3200);
  const { lanes } = await peaksOf(dataDir, id);
  const [caller] = lanes;
  expect(caller?.max.filter(value => value > 0).length).toBeLessThan(15);
  rmSync(join(folder, 'caller.raw'));
  expect(existsSync(join(folder, 'caller.peaks'))).toBe(true);
  expect(Math.max(...((await peaksOf(dataDir, id)).lanes[0]?.max ?? []))).toBe(0);
});

test('a selection is measured: RMS over its whole time, peak over its samples', async () => {
  const dataDir = tempDir();
  const { id } = await recordedCall(dataDir);
  const sound = new SessionSound(await openStore(dataDir), still);
  const measured = async (fromMs: number, toMs: number) => {
    const lanes = await sound.measure(id, fromMs, toMs);
    if (!lanes.ok) throw new Error(lanes.error.message);
    return lanes.value;
  };
  // The frames came all at once, so that the last ends about when the session began.
  const [caller, bot] = await measured(-1000, 0);
  expect(caller).toMatchObject({ lane: 'caller' });
  expect(caller?.peakDbfs).toBeCloseTo(20 * Math.log10(5000 / 32768), 0);
  expect(caller?.rmsDbfs).toBeLessThan(caller?.peakDbfs ?? 0);
  expect(bot).toEqual({ lane: 'bot', rmsDbfs: -100, peakDbfs: -100 });
  const [longer] = await measured(-1000, 1000);
  expect((caller?.rmsDbfs ?? 0) - (longer?.rmsDbfs ?? 0)).toBeCloseTo(3, 0);
});
