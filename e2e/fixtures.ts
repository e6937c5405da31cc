/** What the specs get: a running console of the project's target, on a data folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page, type TestInfo } from '@playwright/test';
import { launchBrowserTarget } from './targets/browser-target.ts';
import { launchElectronTarget } from './targets/electron-target.ts';
import { ROOT, type RunningConsole, type TargetName } from './targets/running-console.ts';

export const ORDER_WAV = join(ROOT, 'e2e', 'audio', 'caller-order-pcm16-48k.wav');

type Fixtures = {
  target: TargetName;
  microphoneWav: string;
  /** Console errors that a test's own tools cause, and that say nothing about the page. */
  toolNoise: RegExp | undefined;
  dataDir: string;
  /** Starts a console on `dataDir`. A test may stop it and start another. */
  start(): Promise<RunningConsole>;
  /** One that is started already. */
  running: RunningConsole;
};

export const test = base.extend<Fixtures>({
  target: ['browser', { option: true }],
  microphoneWav: [ORDER_WAV, { option: true }],
  toolNoise: [undefined, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  dataDir: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'audiohook-console-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  start: async ({ target, dataDir, microphoneWav, toolNoise }, use, info) => {
    const launch = target === 'electron' ? launchElectronTarget : launchBrowserTarget;
    const all: RunningConsole[] = [];
    const problems: string[] = [];
    await use(async () => {
      const started = await launch({ dataDir, microphoneWav });
      all.push(started);
      watch(started.page, problems);
      info.annotations.push({ type: 'shown in', description: started.shown });
      return started;
    });
    try {
      if (info.status !== info.expectedStatus) await attachScreenshot(all.at(-1)?.page, info);
    } finally {
      for (const started of all) await started.stop('SIGTERM');
    }
    // A page that refuses its own styles or throws is broken, whatever else the test saw.
    expect(problems.filter(problem => !toolNoise?.test(problem))).toEqual([]);
  },
  running: async ({ start }, use) => {
    await use(await start());
  },
});

function watch(page: Page, problems: string[]): void {
  page.on('pageerror', error => problems.push(`page: ${error.stack ?? error.message}`));
  page.on('console', message => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
}

async function attachScreenshot(page: Page | undefined, info: TestInfo): Promise<void> {
  if (!page || page.isClosed()) return;
  const path = info.outputPath('page.png');
  // A page that hangs is no reason to leave its console running.
  await page.screenshot({ path, timeout: 10_000 });
  await info.attach('page', { path, contentType: 'image/png' });
}

export { expect };
