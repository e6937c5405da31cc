import { run, serve } from './command-line.ts';
import { expect, test } from './fixtures.ts';

test('a call is listed, shown and run again by other processes, while the console runs', async ({ dataDir }) => {
  const { running, ready } = await serve(dataDir, '--bot', 'echo');
  const here = (...args: string[]) => run([...args, '--data-dir', dataDir]);
  expect((await here('call', ready.audiohook, '--connector-id', 'demo-bot', '--duration', '1')).code).toBe(0);
  const [sessions, log] = await Promise.all([
    here('sessions', '--json'),
    here('show', 'last', '--filter', 'type:opened'),
  ]);
  // It makes sessions of its own, each the last while it is there.
  const replayed = await here('replay', 'last', '--json');
  running.child.kill('SIGTERM');
  await running.finished;
  expect(JSON.parse(sessions.stdout).map(({ kind }: { kind: string }) => kind)).toContain('call');
  expect(log.stdout).toMatch(/(?:genesys {2}|server {3})opened {2}seq 1 {2}opened: PCMU 8 kHz external\n$/);
  expect(replayed.code).toBe(0);
  expect(JSON.parse(replayed.stdout)).toEqual({ id: expect.any(String), opened: true, closed: true, error: null });
});
