import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, serve } from './command-line.ts';
import { expect, test } from './fixtures.ts';

test('a Connector ID is answered by the bot of its profile, and an unknown one is refused as set', async ({
  dataDir,
}) => {
  const settings = {
    server: { unknownConnector: 'refuse' },
    profiles: [{ match: 'echo-*', bot: 'echo' }],
  };
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify(settings));
  const { running, ready } = await serve(dataDir);
  const call = (id: string) =>
    run([
      'call',
      ready.audiohook,
      '--connector-id',
      id,
      '--tone',
      '440',
      '--duration',
      '1.5',
      '--no-retry',
      '--json',
      '--data-dir',
      dataDir,
    ]);
  const echoed = await call('echo-1');
  expect(echoed.code).toBe(0);
  expect(JSON.parse(echoed.stdout).receivedMs).toBeGreaterThan(500);
  const refused = await call('nobody');
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.stdout)).toMatchObject({
    opened: false,
    disconnectReason: 'error',
    error: expect.stringContaining('"nobody"'),
  });
  running.child.kill('SIGTERM');
  await running.finished;
});

test('settings that cannot be used are one sentence with their place, and exit code 3', async ({ dataDir }) => {
  writeFileSync(join(dataDir, 'settings.json'), '{"server":{"clockSkewS":"three"}}');
  const { code, stderr } = await run(['serve', '--port', '0', '--data-dir', dataDir]);
  expect(code).toBe(3);
  expect(stderr).toMatch(/settings\.json cannot be used: at server\.clockSkewS/);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
