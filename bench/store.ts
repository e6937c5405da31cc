/**
 * How long the store takes: `node_modules/.bin/node bench/store.ts`. Prints figures, asserts nothing. Data goes to a
 * folder of its own, which is removed again.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionStore } from '../src/main/host/capture/session-store.ts';
import { SessionSound } from '../src/main/host/replay/session-sound.ts';
import { systemClock, systemIds } from '../src/main/host/system.ts';
import type { SessionSummary } from '../src/shared/events/session-summary.ts';
import { makeLongSession } from './long-session.ts';
import { wholePicture } from './whole-picture.ts';

const SESSIONS = 10_000;
const folder = mkdtempSync(join(tmpdir(), 'audiohook-bench-'));
const print = (what: string, value: string) => process.stdout.write(`${what.padEnd(58)}${value}\n`);

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  const result = await work();
  print(what, `${Math.round(performance.now() - startedMs)} ms`);
  return result;
}

async function openStore(dataDir: string): Promise<SessionStore> {
  const store = new SessionStore({
    dataDir,
    clock: systemClock,
    ids: systemIds,
    pid: process.pid,
    onWarning: text => print('warning', text),
  });
  await store.open();
  return store;
}

function makeSessions(dataDir: string): void {
  for (let nth = 0; nth < SESSIONS; nth += 1) {
    const startedAt = new Date(Date.UTC(2026, 0, 1) + nth * 60_000).toISOString();
    const id = `${startedAt.replace(/[-:]/g, '').replace('T', '-').slice(0, 15)}-${String(nth).padStart(8, '0')}`;
    const summary: SessionSummary = {
      ...{
        id,
        startedAt,
        role: 'server',
        kind: 'call',
        state: 'ended',
        outcome: 'closed by Genesys Cloud, reason end',
      },
      ...{ durationMs: 60_000, connectorId: 'demo-bot', audiohookId: id, caller: 'tel:+15550100001', bot: 'simulator' },
      ...{ events: 1000, bytes: 900_000, problems: 0, warnings: 0 },
      tracks: { caller: { encoding: 'PCMU', rateHz: 8000, channels: 1 } },
    };
    mkdirSync(join(dataDir, 'sessions', id), { recursive: true });
    writeFileSync(join(dataDir, 'sessions', id, 'session.json'), JSON.stringify(summary, null, 2));
  }
}

try {
  const many = join(folder, 'many');
  makeSessions(many);
  const first = await timed(`${SESSIONS} sessions listed, the index made`, () => openStore(many));
  await first.dispose();
  const again = await timed(`${SESSIONS} sessions listed, from the index`, async () => {
    const store = await openStore(many);
    store.list();
    return store;
  });
  await again.dispose();

  const long = join(folder, 'long');
  const { id, durationMs, events, bytes } = makeLongSession(long);
  const store = await openStore(long);
  await timed(`${durationMs / 60_000} min, ${events} events: first events there`, () => firstEvents(store, id));
  await store.dispose();
  for (const what of ['whole call drawn, peaks made', 'whole call drawn, peaks kept']) {
    const fresh = await openStore(long);
    await timed(what, () => wholePicture(new SessionSound(fresh, systemClock), id, durationMs, 1200));
    await fresh.dispose();
  }
  const reader = await openStore(long);
  await timed('all events read', () => reader.events(id));
  await timed('10 s of sound from the middle', () =>
    new SessionSound(reader, systemClock).listen(id, 'bot', durationMs / 2, 10_000),
  );
  await reader.dispose();
  const rawPerMinute = 2 * 8 * 60_000;
  print('bytes a minute of call', `${Math.round(bytes / (durationMs / 60_000))}`);
  print('against raw PCMU of both directions', (bytes / (durationMs / 60_000) / rawPerMinute).toFixed(2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Resolves with the first piece of a session's events. */
function firstEvents(store: SessionStore, id: string): Promise<number> {
  return new Promise(resolve => {
    const stop = store.subscribe(id, 0, {
      events: piece => {
        stop();
        resolve(piece.length);
      },
      end: () => resolve(0),
    });
  });
}
