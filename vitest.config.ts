/** Unit and integration tests: beside the code, in plain Node. What needs a window is in e2e/. */
import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, longest first. Begun last, one of them would run on alone with a core idle beside it. */
const LONGEST = [
  'mutants.test.ts',
  'own-server.test.ts',
  'start.test.ts',
  'bridge-scenarios.test.ts',
  'bad-servers.test.ts',
  'faults.test.ts',
  'checks.test.ts',
  'join-sessions.test.ts',
  'voice-activity.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(basename(moduleId));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts'],
    environment: 'node',
    // Files of one thread share their modules: to load and compile zod, ws and React for each would take longer than most
    // of them. No module here keeps what a test leaves behind.
    pool: 'threads',
    isolate: false,
    // By default one core is left idle, which on two cores is half the time; most tests wait more than they compute.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // A test that somebody left alone must not pass for the whole file.
    allowOnly: false,
    restoreMocks: true,
    unstubEnvs: true,
    // Only a test that fails waits so long. On a busy machine everything takes its time, and that is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
