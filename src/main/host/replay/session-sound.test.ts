import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { encodeMuLawSample } from '../../../shared/audio/mulaw.ts';
import { SessionStore } from '../capture/session-store.ts';
import { systemClock, systemIds } from '../system.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { SessionSound } from './session-sound.ts';

const CALL = { role: 'server', kind: 'call', connectorId: 'demo-bot', audiohookId: 'a' } as const;
const PCMU = { encoding: 'PCMU', rateHz: 8000, channels: 1 } as const;

async function openStore(dataDir: string): Promise<SessionStore> {
  const store = new SessionStore({
    dataDir,
    clock: systemClock,
    ids: systemIds,
    pid: process.pid,
    onWarning: () => undefined,
  });
  await store.open();
  onTestFinished(() => store.dispose());
  return store;
}

/** A call of a second in which the caller grows louder. */
async function recordedCall(dataDir: string): Promise<{ id: string; folder: string }> {
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
  await recorder.close('done');
  return { id: recorder.id, folder: store.folder(recorder.id) };
}

/** As a console sees them that has just been started. */
async function peaksOf(dataDir: string, id: string) {
  const peaks = await new SessionSound(await openStore(dataDir), systemClock).peaks(id, -1000, 1000, 40);
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

test('a kept index is believed, but for events that came after it; events that are fewer than it says are read', async () => {
  const dataDir = tempDir();
  const { id, folder } = await recordedCall(dataDir);
  const shown = await peaksOf(dataDir, id);
  const file = join(folder, 'events.ndjson');
  const text = readFileSync(file, 'utf8');
  const note = { n: 99, atMs: 60_000, leg: 'console', type: 'note', code: 'x', level: 'info', text: '' };
  writeFileSync(file, `${text.replaceAll('"audio"', '"other"')}${JSON.stringify(note)}\n`);
  expect(await peaksOf(dataDir, id)).toEqual({ ...shown, durationMs: 60_000 });
  writeFileSync(file, text.slice(0, text.lastIndexOf('{')));
  const loud = ({ lanes }: typeof shown) => lanes[0]?.max.filter(value => value > 0).length ?? 0;
  expect(loud(await peaksOf(dataDir, id))).toBeLessThan(loud(shown));
});

test('a long session that nobody has looked at is read on each time it is asked for, and not in between', async () => {
  const dataDir = tempDir();
  const store = await openStore(dataDir);
  const recorder = store.start(CALL);
  recorder.declareTrack('bot', PCMU);
  const loud = Uint8Array.from({ length: 160 }, (_, at) => encodeMuLawSample(at % 2 ? -9000 : 9000));
  for (let frame = 0; frame < 6000; frame += 1) {
    const range = recorder.appendAudio('bot', loud);
    recorder.append({ leg: 'genesys', type: 'audio', direction: 'out', ...range });
  }
  await recorder.close('done');
  const folder = store.folder(recorder.id);
  const index = join(folder, 'sound.index');
  for (const name of ['sound.index', 'bot.peaks']) rmSync(join(folder, name));

  // Time passes with each look at the clock: no picture waits for more than one piece.
  let nowMs = 0;
  const clock = { monotonicMs: () => (nowMs += 1000) };
  const sound = new SessionSound(store, clock);
  onTestFinished(() => sound.dispose());
  const ask = async () => {
    const peaks = await sound.peaks(recorder.id, 0, 120_000, 60);
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
  const heard = await new SessionSound(store, clock).listen(recorder.id, 'bot', 119_900, 100);
  expect(heard.ok && Math.max(...heard.value)).toBe(Math.max(...loud));
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
  const sound = new SessionSound(await openStore(dataDir), systemClock);
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
