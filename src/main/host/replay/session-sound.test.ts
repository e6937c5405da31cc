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
  const peaks = await new SessionSound(await openStore(dataDir)).peaks(id, -1000, 1000, 40);
  if (!peaks.ok) throw new Error(peaks.error.message);
  return peaks.value;
}

test('peaks are kept beside the track when a call ends, and made again when they are missing or damaged', async () => {
  const dataDir = tempDir();
  const { id, folder } = await recordedCall(dataDir);
  const file = join(folder, 'caller.peaks');
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
  ];
  for (const damage of spoil) {
    damage();
    expect(await peaksOf(dataDir, id)).toEqual(shown);
    expect(readFileSync(file).equals(kept)).toBe(true);
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
  const sound = new SessionSound(await openStore(dataDir));
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
