/** What only a desktop has: one instance, files to open, the menu, the keychain, sleep, and a window that comes back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND_LIST } from '../src/shared/commands/command-list.ts';
import { run } from './command-line.ts';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';
import { electronIsReal } from './targets/electron-target.ts';
import { cleanEnvironment, NODE, OUT, ROOT, type RunningConsole } from './targets/running-console.ts';

test.skip(electronIsReal, 'Real Electron keeps no record of what it was told.');

function recorder({ ask }: RunningConsole) {
  if (!ask) throw new Error('This console is not shown by the stand-in.');
  return ask;
}

/** Starts the desktop app once more on the same data folder. @returns its exit code */
async function startAgain(dataDir: string, cwd: string, file: string): Promise<number | null> {
  const register = join(ROOT, 'e2e', 'electron-stand-in', 'register.ts');
  const args = ['--import', register, join(OUT, 'main', 'index.js'), '--port', '0', '--data-dir', dataDir, file];
  const child = spawn(NODE, args, { cwd, env: cleanEnvironment(), stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [code] = await once(child, 'exit');
  return code;
}

test('a second start brings the first window to the front, and hands over its file', async ({ running, dataDir }) => {
  const ask = recorder(running);
  const actions = async () => (await ask({ ask: 'record' })).windowActions;
  await expect.poll(actions).toContain('show');
  const before = await actions();
  const theirs = join(dataDir, 'theirs');
  await run(['call', 'ws://127.0.0.1:9/', '--no-retry', '--data-dir', theirs]);
  const [id = ''] = readdirSync(join(theirs, 'sessions'));
  await run(['export', id, '--output', join(dataDir, 'their call.zip'), '--data-dir', theirs]);
  expect(await startAgain(dataDir, dataDir, 'their call.zip')).toBe(0);
  await expect.poll(async () => (await actions()).slice(before.length)).toEqual(['show', 'focus']);
  await expect(running.page.getByTestId('session-pane')).toHaveAttribute('data-session-id', id);

  writeFileSync(join(dataDir, 'from a colleague.zip'), 'no bundle');
  expect(await startAgain(dataDir, dataDir, 'from a colleague.zip')).toBe(0);
  const warnings = running.page.getByTestId('host-warnings');
  await expect(warnings).toContainText(`${join(dataDir, 'from a colleague.zip')} cannot be opened`);
  // By double click on macOS, and by the menu.
  await ask({ ask: 'open-file', path: '/nowhere/a.zip' });
  await expect(warnings).toContainText('/nowhere/a.zip cannot be opened');
  await ask({ ask: 'answer-dialog', filePaths: ['/nowhere/b.zip'] });
  await ask({ ask: 'click-menu', id: 'open' });
  await expect(warnings).toContainText('/nowhere/b.zip cannot be opened');
});

test('the menu has every command with its key; in a call the machine stays awake, and a sleep is told', async ({
  running,
  dataDir,
}) => {
  const ask = recorder(running);
  const console = new ConsolePage(running.page);
  const { menuItems } = await ask({ ask: 'record' });
  for (const { id, words, key } of COMMAND_LIST) {
    const item = menuItems.find(one => one.id === id);
    expect(item?.label).toContain(words);
    if (key) expect(`${item?.label} ${item?.accelerator}`).toContain(key.split('+').at(-1));
    // The page answers its own keys: it knows whether somebody is typing.
    expect(item?.taken).toBe(false);
  }
  await ask({ ask: 'click-menu', id: 'console.settings' });
  await expect(running.page.getByRole('heading', { name: 'Settings' })).toBeVisible();

  const blockers = async () => (await ask({ ask: 'record' })).powerSaveBlockers.map(one => one.type);
  expect(await blockers()).toEqual([]);
  await ask({ ask: 'click-menu', id: 'console.call' });
  await expect(running.page.getByTestId('call-state')).toHaveAttribute('data-state', 'open');
  await expect.poll(blockers).toEqual(['prevent-app-suspension']);
  await ask({ ask: 'power', event: 'suspend' });
  await ask({ ask: 'power', event: 'resume' });
  await console.button('Hang up').click();
  await expect.poll(blockers).toEqual([]);
  // What was recorded is on disk, all of it, when the console has ended.
  await running.stop('SIGTERM');
  const sessions = join(dataDir, 'sessions');
  const written = readdirSync(sessions).map(id => readFileSync(join(sessions, id, 'events.ndjson'), 'utf8'));
  expect(written).toHaveLength(2);
  for (const events of written) {
    expect(events).toContain('The machine goes to sleep');
    expect(events).toMatch(/The machine is awake again\. It slept for \d+ s\./);
  }
});

test('the window comes back where it was, and a key that is kept is encrypted by the system', async ({
  start,
  dataDir,
}) => {
  const state = { x: 40, y: 60, width: 1300, height: 820, maximized: true };
  writeFileSync(join(dataDir, 'window.json'), JSON.stringify(state));
  const first = await start();
  const { windowOptions, windowActions } = await recorder(first)({ ask: 'record' });
  expect(windowOptions).toEqual([{ x: 40, y: 60, width: 1300, height: 820 }]);
  expect(windowActions).toContain('maximize');

  const { page } = first;
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByLabel('API key', { exact: true }).fill('sk-for-the-keychain');
  await expect(page.getByRole('checkbox', { name: /^Keep it in the keyring/ }).first()).toBeChecked();
  await page.getByRole('button', { name: 'Use this key: API key' }).click();
  await expect(page.getByTestId('openai-key-from')).toHaveText('One is kept in the keyring.');
  expect(readFileSync(join(dataDir, 'keychain.json'), 'utf8')).not.toContain('sk-for-the-keychain');
  expect(existsSync(join(dataDir, 'secrets.json'))).toBe(false);
  expect(await first.stop('SIGTERM')).toBe(0);
  expect(JSON.parse(readFileSync(join(dataDir, 'window.json'), 'utf8'))).toEqual(state);

  // That place is on no screen any more: the window opens as at the first start.
  writeFileSync(join(dataDir, 'window.json'), JSON.stringify({ ...state, x: 9000 }));
  const second = await start();
  expect((await recorder(second)({ ask: 'record' })).windowOptions).toMatchObject([{ width: 1280, height: 800 }]);
  await second.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await expect(second.page.getByTestId('openai-key-from')).toHaveText('One is kept in the keyring.');
});
