import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkReportSchema } from '../src/shared/checks/check-report.ts';
import { run, serve } from './command-line.ts';
import { expect, test } from './fixtures.ts';

/** All of a check, at the pace of a real server. */
const WHOLE_CHECK_MS = 120_000;

test('check of our own server: nothing fails, within 2 minutes, and stdout is the report alone', async ({
  dataDir,
}) => {
  test.setTimeout(WHOLE_CHECK_MS + 30_000);
  const { running, ready } = await serve(dataDir);
  const file = join(dataDir, 'check.xml');
  const args = ['check', ready.audiohook, '--connector-id', 'demo-bot', '--json', '--junit', file];
  const started = performance.now();
  const { code, stdout } = await run([...args, '--data-dir', dataDir]);
  expect(performance.now() - started).toBeLessThan(WHOLE_CHECK_MS);
  running.child.kill('SIGTERM');
  await running.finished;
  const report = checkReportSchema.strict().parse(JSON.parse(stdout));
  expect(report.results.filter(({ status }) => status === 'fail')).toEqual([]);
  expect(code).toBe(0);
  expect(report.summary.pass).toBeGreaterThan(100);
  expect(Object.keys(report.results[0] ?? {})).toEqual(['id', 'group', 'title', 'status', 'detail', 'fix', 'source']);
  expect(readFileSync(file, 'utf8')).toContain(`tests="${report.results.length}" failures="0"`);
});

test('one check with a wrong key fails, and says what to do; probe says what Genesys Cloud would show', async ({
  dataDir,
}) => {
  const { running, ready } = await serve(dataDir);
  const common = ['--api-key', 'd3Jvbmc=', '--data-dir', dataDir];
  const checked = await run(['check', '--only', 'upgrade-accepted', ready.audiohook, ...common]);
  const inactive = await run(['probe', ready.audiohook, '--json', ...common]);
  const active = await run(['probe', ready.audiohook, '--data-dir', dataDir]);
  running.child.kill('SIGTERM');
  await running.finished;
  expect(checked.code).toBe(1);
  expect(checked.stdout).toMatch(/1\/1 +fail +upgrade-accepted/);
  expect(checked.stdout).toContain('To do: Answer the WebSocket upgrade with 101');
  expect(checked.stdout).toContain('0 passed, 1 failed, 0 warned, 0 not applicable.');
  expect(inactive.code).toBe(1);
  const { results } = checkReportSchema.parse(JSON.parse(inactive.stdout));
  expect(results.at(-1)).toMatchObject({ status: 'fail', detail: 'Inactive: "WebSocket connection failed"' });
  expect(active.code).toBe(0);
  expect(active.stdout).toContain('Active');
});

test('the list of checks calls nobody; what cannot run has the exit code of its kind', async ({ dataDir }) => {
  const listed = await run(['check', '--list', '--data-dir', dataDir]);
  expect(listed.code).toBe(0);
  expect(listed.stdout).toContain('opened-in-time');
  for (const [args, code, sentence] of [
    [['check'], 2, /Which server/],
    [['check', 'http://127.0.0.1:8080'], 2, /ws:\/\//],
    [['check', 'ws://127.0.0.1:1', '--only', 'no-such-check'], 2, /There is no check "no-such-check"/],
    [['check', 'ws://127.0.0.1:1', '--json'], 3, /Nothing listens at 127\.0\.0\.1:1/],
    [['probe', 'ws://does-not-exist.invalid'], 3, /does not resolve/],
  ] as const) {
    const finished = await run([...args, '--data-dir', dataDir]);
    expect({ args, code: finished.code, stdout: finished.stdout }).toEqual({ args, code, stdout: '' });
    expect(finished.stderr).toMatch(sentence);
  }
});
