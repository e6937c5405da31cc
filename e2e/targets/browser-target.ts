/** The built command line serves the page, and Chromium shows it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import {
  cleanEnvironment,
  type LaunchOptions,
  microphoneSwitches,
  NODE,
  OUT,
  type RunningConsole,
  stopProcess,
} from './running-console.ts';

export type ReadyLine = { event: 'ready'; audiohook: string; ui: string; dataDir: string };

/** Starts `serve --json` on free ports. @returns the process and its first line */
export async function startServe(dataDir: string) {
  const args = ['serve', '--json', '--port', '0', '--ui-port', '0', '--data-dir', dataDir, '--bot', 'simulator'];
  const child = spawn(NODE, [join(OUT, 'main', 'cli.js'), ...args], {
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const first = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`serve ended with ${code} before it was ready.`)));
  });
  return { child, ready: JSON.parse(first) as ReadyLine };
}

export async function launchBrowserTarget({ dataDir, microphoneWav }: LaunchOptions): Promise<RunningConsole> {
  const { child, ready } = await startServe(dataDir);
  const executablePath = process.env.CHROME_PATH;
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [...microphoneSwitches(microphoneWav), '--use-fake-ui-for-media-stream'],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(ready.ui);
  return {
    page,
    shown: 'Chromium',
    process: child,
    stop: async signal => {
      await browser.close();
      return stopProcess(child, signal);
    },
  };
}
