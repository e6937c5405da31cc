/**
 * The page while twenty calls run: typing, selecting, scrolling and going from session to session, as tasks of the page's
 * main thread. Callers, host and Chromium are processes of their own, on real sockets and in real time:
 * `node_modules/.bin/node bench/live-sessions.ts [--calls 20]`. Needs a build. Asserts no time.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SessionStore } from '../src/main/host/capture/session-store.ts';
import { pcmuOfWav, recordedCaller } from '../src/main/host/genesys-client/caller-audio.ts';
import { type PlacedCall, placeCall } from '../src/main/host/genesys-client/place-call.ts';
import { loadCredentials } from '../src/main/host/settings/credentials.ts';
import { systemClock, systemIds } from '../src/main/host/system.ts';
import { MULAW_SILENCE, PCMU_BYTES_PER_MS } from '../src/shared/audio/mulaw.ts';
import { cpuClock, heapMb, openPage, scrollFrames, tasksWords, traceTasks } from './page.ts';

const { values } = parseArgs({ options: { calls: { type: 'string', default: '20' } } });
const SPOKEN = new URL('../e2e/audio/caller-order-pcmu-8k.wav', import.meta.url);
/** Each caller asks again and again, and listens between. */
const QUESTIONS = 60;
const LISTEN_MS = 6000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Twenty callers that do not speak at once: each begins a little later. */
async function placeCalls(url: string, dataDir: string, store: SessionStore): Promise<PlacedCall[]> {
  const credentials = await loadCredentials(dataDir, systemIds);
  const spoken = pcmuOfWav(readFileSync(SPOKEN), 'caller');
  if (!credentials.ok || !spoken.ok) throw new Error('There are no credentials, or no speech.');
  const silence = new Uint8Array(LISTEN_MS * PCMU_BYTES_PER_MS).fill(MULAW_SILENCE);
  const speech = Buffer.concat(Array.from({ length: QUESTIONS }, () => [spoken.value, silence]).flat());
  const calls: PlacedCall[] = [];
  for (let nth = 0; nth < Number(values.calls); nth += 1) {
    const late = new Uint8Array(nth * 400 * PCMU_BYTES_PER_MS).fill(MULAW_SILENCE);
    const source = recordedCaller(Buffer.concat([late, speech]));
    const request = { url, connectorId: `bot-${nth + 1}`, credentials: credentials.value[0], source };
    const placed = placeCall(request, { store, clock: systemClock, ids: systemIds });
    if (!placed.ok) throw new Error(placed.error.message);
    calls.push(placed.value);
  }
  return calls;
}

const dataDir = mkdtempSync(join(tmpdir(), 'audiohook-console-bench-'));
const callersDir = mkdtempSync(join(tmpdir(), 'audiohook-console-bench-'));
const open = await openPage(dataDir);
const { page } = open;
try {
  const options = { clock: systemClock, ids: systemIds, pid: process.pid, onWarning: () => undefined };
  const store = new SessionStore({ dataDir: callersDir, ...options });
  await store.open();
  const calls = await placeCalls(open.audiohook, dataDir, store);
  const live = page.locator('[aria-label=Sessions] [role=option][data-state=live]');
  await live.nth(calls.length - 1).waitFor({ timeout: 120_000 });
  await live.first().click();
  await page.waitForTimeout(15_000);
  const cpu = await cpuClock(open);
  const measure = async (what: string, work: () => Promise<unknown>) => {
    await cpu();
    const began = performance.now();
    const tasks = await traceTasks(open, work);
    const used = await cpu();
    const tookMs = performance.now() - began;
    const share = (ms: number) => `${Math.round((100 * ms) / tookMs)} %`;
    say(`${what.padEnd(34)} ${tasksWords(tasks)}; CPU: page ${share(used.page)}, host ${share(used.host)} of a core`);
  };
  say(`${calls.length} live sessions, one of them open`);
  await measure('looking on', () => page.waitForTimeout(5000));
  await page.keyboard.press('Control+f');
  await measure('typing a filter', () => page.keyboard.type('type:response.* leg:bot gap>20ms', { delay: 60 }));
  for (const _ of [1, 2]) await page.keyboard.press('Escape');
  const log = page.getByLabel('Messages', { exact: true });
  await measure('selecting with the arrow keys', async () => {
    await log.focus();
    for (let nth = 0; nth < 60; nth += 1) await page.keyboard.press(nth < 40 ? 'ArrowUp' : 'ArrowDown', { delay: 30 });
  });
  await measure('scrolling three rows a frame', () => scrollFrames(page, 120, -72));
  await measure('typing into the search of sessions', async () => {
    await page.getByLabel('Search sessions').click();
    await page.keyboard.type('bot-1', { delay: 60 });
    for (let nth = 0; nth < 5; nth += 1) await page.keyboard.press('Backspace', { delay: 60 });
  });
  await measure('opening six sessions one by one', async () => {
    for (let nth = 0; nth < 6; nth += 1) {
      await live.nth(nth * 2).click();
      await log.locator('[data-n]').first().waitFor();
      await page.waitForTimeout(500);
    }
  });
  say(`heap: ${await heapMb(page)} MB`);
  for (const { call } of calls) call.hangUp('the bench is over');
  await live.first().waitFor({ state: 'detached', timeout: 60_000 });
  await store.dispose();
} finally {
  await open.close();
  for (const folder of [dataDir, callersDir]) rmSync(folder, { recursive: true, force: true });
}
