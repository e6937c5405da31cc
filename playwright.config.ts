/** Specs with a real window: the same on the browser host and on the desktop app. */
import { defineConfig } from '@playwright/test';
import type { TargetName } from './e2e/targets/running-console.ts';

export default defineConfig<{ target: TargetName }>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  // Specs wait for calls in real time more than they compute; many more would starve each other's audio on two cores.
  workers: 3,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  // Only a test that fails waits so long. On a busy machine everything takes its time, and that is no failure.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? 'test-results/reports/playwright.json' }],
  ],
  // For specs that need a browser of their own; a console's window is opened by its target.
  use: { launchOptions: process.env.CHROME_PATH ? { executablePath: process.env.CHROME_PATH } : {} },
  projects: [
    { name: 'browser', use: { target: 'browser' }, testIgnore: 'electron-*.spec.ts' },
    // The page is the same on both hosts: what only it does (page-*.spec.ts) is tried on one of them.
    {
      name: 'electron',
      use: { target: 'electron' },
      testIgnore: ['browser-*.spec.ts', 'command-*.spec.ts', 'page-*.spec.ts'],
    },
  ],
});
