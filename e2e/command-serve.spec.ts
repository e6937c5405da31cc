import { readdirSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import type { SessionEvent } from '../src/shared/events/session-event.ts';
import type { SessionSummary } from '../src/shared/events/session-summary.ts';
import { Running, run, type SessionLine, serve } from './command-line.ts';
import { expect, test } from './fixtures.ts';
import { startServe } from './targets/browser-target.ts';
import { ROOT } from './targets/running-console.ts';

const ORDER = join(ROOT, 'e2e', 'audio', 'caller-order-pcmu-8k.wav');

const isLive = (line: SessionLine) => line.event === 'session' && line.role === 'server' && line.state === 'live';

/** Events that are written to their end, behind the header. */
function wholeLines(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n').slice(1, -1);
}

function sessionFiles(dataDir: string): SessionSummary[] {
  return readdirSync(join(dataDir, 'sessions')).map(id => sessionFile(dataDir, id));
}

function sessionFile(dataDir: string, id: string): SessionSummary {
  return JSON.parse(readFileSync(join(dataDir, 'sessions', id, 'session.json'), 'utf8'));
}

/** Resolves when nothing accepts connections at a URL any more. */
async function untilClosed(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  for (let open = true; open; ) {
    open = await new Promise<boolean>(resolve => {
      const socket = connect(Number(port), hostname);
      // A connection that stands ends when its process does: that is the event to wait for.
      socket.once('close', () => resolve(false));
      socket.once('error', () => resolve(false));
    });
  }
}

test('the first line says where everything is, and stdout holds JSON only', async ({ dataDir }) => {
  const { running, ready } = await serve(dataDir);
  expect(ready).toEqual({
    event: 'ready',
    audiohook: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/$/),
    ui: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?token=.+$/),
    dataDir,
  });
  expect((await fetch(ready.ui)).status).toBe(200);
  running.child.kill('SIGTERM');
  const { code, stdout } = await running.finished;
  expect(code).toBe(0);
  for (const line of stdout.trim().split('\n')) JSON.parse(line);
});

test('SIGTERM ends a call properly: disconnect, closed, exit code 0', async ({ dataDir }) => {
  const { running, ready } = await serve(dataDir);
  const call = new Running(['call', ready.audiohook, '--silence', '--json', '--data-dir', dataDir]);
  const { id } = await running.json<SessionLine>(isLive);
  running.child.kill('SIGTERM');
  expect((await running.finished).code).toBe(0);
  const summary = JSON.parse((await call.finished).stdout);
  expect(summary).toMatchObject({ opened: true, closed: true, disconnectReason: 'completed', error: null });
  expect(sessionFile(dataDir, id)).toMatchObject({ state: 'ended' });
});

test('a port in use is one sentence that names it, and exit code 3', async ({ dataDir }) => {
  const other = createServer();
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  const { code, stdout, stderr } = await run(['serve', '--json', '--port', port, '--data-dir', dataDir]);
  other.close();
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(`Port ${port} on 127.0.0.1 is in use`);
  expect(stderr).toContain('--port');
});

test('the server ends when the process that started it is killed', async ({ dataDir }) => {
  const { running, ready } = await serve(dataDir);
  running.child.kill('SIGKILL');
  await untilClosed(ready.audiohook);
  await untilClosed(ready.ui);
});

test('after a kill in a call its session opens as interrupted, with all that was on disk', async ({
  start,
  dataDir,
}) => {
  const { child, ready } = await startServe(dataDir);
  const call = new Running(['call', ready.audiohook, '--wav', ORDER, '--data-dir', dataDir]);
  // The answer has been heard for seconds by then: playback_started has seq 5.
  await call.line(/server {3}ping {2}seq 6/);
  const server = () => sessionFiles(dataDir).find(session => session.role === 'server');
  const written = () => wholeLines(join(dataDir, 'sessions', server()?.id ?? '', 'events.ndjson'));
  // It goes to disk within half a second, as file-recorder.test.ts has it.
  await expect.poll(() => written().some(line => /ping.*seq\W+6\b/.test(line))).toBe(true);
  child.kill('SIGKILL');
  expect((await call.finished).code).toBe(1);
  const lines = written();
  const last: SessionEvent = JSON.parse(lines.at(-1) ?? '');

  const { page } = await start();
  const row = page.getByRole('listbox', { name: 'Sessions' }).getByRole('option').first();
  await expect(row).toHaveAttribute('data-state', 'interrupted');
  await row.click();
  for (const lane of ['lane-caller', 'lane-bot']) {
    await expect.poll(async () => Number(await page.getByTestId(lane).getAttribute('data-peak'))).toBeGreaterThan(10);
  }
  // Its last events are there, and how long it was by them.
  expect(server()).toMatchObject({ state: 'interrupted', events: lines.length });
  expect(server()?.durationMs).toBeGreaterThanOrEqual(last.atMs);
});

test('a wrong use is exit code 2 and says what is right', async ({ dataDir }) => {
  for (const [args, sentence] of [
    [['serve', '--port', 'http'], /whole number/],
    [['serve', '--bot', 'parrot'], /simulator, openai, echo, tone, count, listen/],
    [['serve', '--bot', 'openai'], /OPENAI_API_KEY/],
    [['serve', '--client-secret', 'AAAA'], /--api-key/],
    [['serve', '--api-key', 'k', '--client-secret', 'no base64!'], /base64/],
    [['nonsense'], /unknown command/i],
  ] as const) {
    const { code, stderr } = await run([...args, '--data-dir', dataDir]);
    expect({ args, code }).toEqual({ args, code: 2 });
    expect(stderr).toMatch(sentence);
  }
});

test('--help and --version answer without starting anything', async () => {
  for (const args of [['--help'], ['serve', '--help'], ['call', '--help'], ['--version']]) {
    const { code, stdout } = await run(args);
    expect(code).toBe(0);
    expect(stdout).not.toBe('');
  }
});

test('a tunnel without a token is one sentence that says where to get one, and nothing is left open', async ({
  dataDir,
}) => {
  const { code, stdout, stderr } = await run(['serve', '--ngrok', '--port', '0', '--data-dir', dataDir]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(/authtoken of your account.*dashboard\.ngrok\.com.*NGROK_AUTHTOKEN/);
});
