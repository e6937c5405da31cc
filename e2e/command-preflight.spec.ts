import { checkReportSchema } from '../src/shared/checks/check-report.ts';
import { run, serve } from './command-line.ts';
import { expect, test } from './fixtures.ts';

test('preflight of our own server is clean, in the shape of check; a wrong secret is one red line with what to do', async ({
  dataDir,
}) => {
  const { running, ready } = await serve(dataDir);
  const args = ['preflight', ready.audiohook, '--connector-id', 'tone-test', '--data-dir', dataDir];
  const key = ['--api-key', 'd3Jvbmcta2V5', '--client-secret', 'AAECAwQFBgcICQoLDA0ODw=='];
  const [clean, wrong] = await Promise.all([run([...args, '--json']), run([...args, ...key])]);
  running.child.kill('SIGTERM');
  await running.finished;
  const report = checkReportSchema.strict().parse(JSON.parse(clean.stdout));
  expect(report.results.filter(({ status }) => status === 'fail' || status === 'warn')).toEqual([]);
  expect(report.results.find(({ id }) => id === 'short-call')?.detail).toContain("of the bot's came back");
  expect(report.results.at(-1)).toMatchObject({ id: 'unseen-flow', status: 'na' });
  expect(clean.code).toBe(0);
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toMatch(/RED +The upgrade is answered with 101: .*HTTP 401.*\n +To do: Compare API key/);
  expect(wrong.stdout).toContain(' 1 red, ');
});

test('preflight names what can be told before any packet is sent, and has the exit code of its kind', async ({
  dataDir,
}) => {
  for (const [args, code, sentence] of [
    [
      ['wss://a1.execute-api.eu-west-1.amazonaws.com/prod'],
      1,
      /RED +Its host can take AudioHook calls: .*1003[\s\S]*more lines\. Not tried: this host/,
    ],
    [['https://127.0.0.1:1'], 1, /RED +It begins with wss:\/\/: https:/],
    [
      ['wss://voice.acme.test', '--connector-id', 'x', '--api-key', 'sk-abc'],
      1,
      /RED .*is an OpenAI key.\n.*revoke it/,
    ],
    [['ws://127.0.0.1:1'], 1, /RED +Something listens there: Nothing listens at 127\.0\.0\.1:1/],
    [[], 2, /missing required argument/],
  ] as const) {
    const finished = await run(['preflight', ...args, '--data-dir', dataDir]);
    expect({ args, code: finished.code }).toEqual({ args, code });
    expect(finished.stdout + finished.stderr).toMatch(sentence);
  }
});
