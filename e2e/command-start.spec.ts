/** No command: the page in a browser, in one sentence; and what it shows when the server's port is taken. */
import { createServer } from 'node:net';
import { Running } from './command-line.ts';
import { expect, test } from './fixtures.ts';

/** A port that somebody else listens on. */
async function takenPort(): Promise<{ port: number; free(): void }> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return { port: address.port, free: () => server.close() };
}

test('the sentence names why and where; with its port taken the server can be moved to a free one', async ({
  dataDir,
  page,
}) => {
  const taken = await takenPort();
  const console = new Running(['--browser', '--port', String(taken.port), '--data-dir', dataDir]);
  const sentence = await console.line(/./);
  expect(sentence).toMatch(
    /^Open http:\/\/127\.0\.0\.1:\d+\/\?token=\S+ in a browser; there is no desktop window, because --browser was given\.$/,
  );
  const address = /http\S+/.exec(sentence)?.[0] ?? '';
  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'AudioHook Console' })).toBeVisible();

  const state = page.getByTestId('server-state');
  await expect(state).toHaveAttribute('data-state', 'failed');
  await expect(page.getByRole('alert')).toContainText(String(taken.port));
  await page.getByRole('button', { name: /free port/i }).click();
  await expect(state).toHaveAttribute('data-state', 'listening');
  taken.free();

  console.child.kill('SIGINT');
  const { code, stderr } = await console.finished;
  expect(code).toBe(0);
  expect(stderr).toContain(`${taken.port}`);
  expect(stderr).not.toContain('    at ');
});

test('a tab that was left open comes back when the console is started again', async ({ dataDir, page }) => {
  const start = async () => {
    const console = new Running(['--browser', '--port', '0', '--data-dir', dataDir]);
    return { console, address: /http\S+/.exec(await console.line(/./))?.[0] ?? '' };
  };
  const stop = async ({ console }: { console: Running }) => {
    console.child.kill('SIGINT');
    await console.finished;
  };
  const first = await start();
  await page.goto(first.address);
  await expect(page.getByTestId('server-state')).toHaveAttribute('data-state', 'listening');
  await stop(first);
  await expect(page.getByTestId('connection-lost')).toBeVisible();
  const second = await start();
  expect(second.address).toBe(first.address);
  await expect(page.getByTestId('connection-lost')).toBeHidden();
  await expect(page.getByTestId('server-state')).toHaveAttribute('data-state', 'listening');
  await stop(second);
});
