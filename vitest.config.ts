/** Unit and integration tests: beside the code, in plain Node. What needs a window is in e2e/. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts'],
    environment: 'node',
    // A process each is slow on two cores; a thread each still gives every file its own modules.
    pool: 'threads',
    // By default one core is left idle, which on two cores is half the time; most tests wait more than they compute.
    maxWorkers: 2,
    // A test that somebody left alone must not pass for the whole file.
    allowOnly: false,
    restoreMocks: true,
    // Only a test that fails waits so long. On a busy machine everything takes its time, and that is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
