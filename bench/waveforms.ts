/**
 * What it takes to draw a captured session: `node_modules/.bin/node bench/waveforms.ts [--hours 1]`. Asserts no time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SessionStore } from '../src/main/host/capture/session-store.ts';
import { SessionSound } from '../src/main/host/replay/session-sound.ts';
import { systemClock, systemIds } from '../src/main/host/system.ts';
import { columnsOf, lanePeaks, preview } from '../src/renderer/features/waveforms/peaks-picture.ts';
import { EventLanes } from '../src/shared/projections/event-lanes.ts';
import { SendingRate } from '../src/shared/projections/sending-rate.ts';
import { Timeline } from '../src/shared/projections/timeline.ts';
import { spread } from './call-figures.ts';
import { makeLongSession } from './long-session.ts';
import { wholePicture } from './whole-picture.ts';

const ROUNDS = 20;
/** A pane of a wide window, px. */
const COLUMNS = 1600;

const { values } = parseArgs({ options: { hours: { type: 'string', default: '1' } } });
const dataDir = mkdtempSync(join(tmpdir(), 'audiohook-console-bench-'));
const figures: Record<string, { p50: number; most: number }> = {};

/** Milliseconds of `ROUNDS` runs. */
async function measure(what: string, work: (round: number) => unknown, rounds = ROUNDS): Promise<void> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await work(round);
    took.push(performance.now() - began);
  }
  const { p50, most } = spread(took);
  figures[what] = { p50: Number(p50.toFixed(2)), most: Number(most.toFixed(2)) };
}

try {
  const hours = Number(values.hours);
  const { id, durationMs } = makeLongSession(dataDir, { hours, events: 0 });
  const options = { clock: systemClock, ids: systemIds, pid: process.pid, onWarning: () => undefined };
  const store = new SessionStore({ dataDir, ...options });
  await store.open();
  const sound = new SessionSound(store, systemClock);
  const windowOf = (spanMs: number) => (round: number) => {
    const fromMs = ((durationMs - spanMs) * round) / ROUNDS;
    return sound.peaks(id, fromMs, fromMs + spanMs, COLUMNS);
  };
  const opened = () => wholePicture(new SessionSound(store, systemClock), id, durationMs, COLUMNS);
  const begun = () => new SessionSound(store, systemClock).peaks(id, 0, durationMs, COLUMNS);
  await measure('the first time: what is drawn at once', begun, 1);
  await measure('the first time: all of it, index and peaks made and kept', opened, 1);
  await measure('opened again: index and peaks read', opened, 3);
  await wholePicture(sound, id, durationMs, COLUMNS);
  await measure('whole call', windowOf(durationMs));
  await measure('a minute', windowOf(60_000));
  await measure('4 s, from the samples', windowOf(4000));
  await measure('as it arrived', () => sound.peaks(id, 0, durationMs, COLUMNS, 'arrived'));

  const whole = await wholePicture(sound, id, durationMs, 4000);
  const events = await store.events(id);
  if (!events.ok) throw new Error('The session that was just made cannot be read.');
  const lanes = Object.fromEntries(
    whole.lanes.map(({ lane, min, max }) => [lane, lanePeaks(columnsOf(min, max), undefined)]),
  );
  const overview = { window: { fromMs: 0, toMs: durationMs }, lanes };
  await measure('a first picture in the page', round =>
    preview([overview], { fromMs: round * 1000, toMs: durationMs - round * 1000 }, COLUMNS),
  );
  const folds = { sound: new Timeline(), lanes: new EventLanes(), rate: new SendingRate() };
  const fold = () => {
    for (const event of events.value) for (const one of Object.values(folds)) one.add(event);
  };
  await measure(`all ${events.value.length} events folded`, fold, 1);
  await measure('queue of the whole call', () => folds.sound.ahead(0, durationMs, COLUMNS));
  await measure('rate of the whole call', () => folds.rate.columns(0, durationMs, COLUMNS));
  await store.dispose();
  process.stdout.write(`${JSON.stringify({ hours, columns: COLUMNS, ms: figures }, null, 2)}\n`);
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
