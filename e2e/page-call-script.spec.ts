/** A caller that does what a script says: made in the page, saved under a name, played again, also from the terminal. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWav } from '../src/shared/audio/wav.ts';
import { run } from './command-line.ts';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

/** Half a second of a loud 400 Hz tone. */
const beep = Buffer.from(
  writeWav(8000, [Int16Array.from({ length: 4000 }, (_, n) => 12_000 * Math.sin((2 * Math.PI * 400 * n) / 8000))]),
);

test('a script is made, saved, and played again, in the page and by name from the terminal', async ({
  running: { page },
  dataDir,
}) => {
  const console = new ConsolePage(page);
  await console.button('Call options').click();
  await page.getByRole('radio', { name: 'Script' }).check();
  await expect(page.getByRole('combobox', { name: 'Script' })).toHaveValue('greet, ask, interrupt, say goodbye');
  await page.getByText('Hears the greeting, asks, talks over').click();
  await expect(page.getByText('Say “Stop, please. Wait a moment.”')).toBeVisible();

  await console.button('New script').click();
  const editor = page.getByRole('dialog', { name: 'Call script' });
  await editor.getByRole('textbox', { name: 'Name' }).fill('beep and go');
  await editor.getByRole('combobox', { name: 'Step 1', exact: true }).selectOption('Say a WAV file');
  await editor.getByRole('combobox', { name: 'Step 2', exact: true }).selectOption('Press keys');
  await editor.getByRole('textbox', { name: 'Keys of step 2' }).fill('1#');
  await editor.getByRole('button', { name: 'Remove step 3' }).click();
  await editor.getByRole('combobox', { name: 'Reason of step 3' }).selectOption('error');
  await editor.getByRole('button', { name: 'Save script' }).click();
  await expect(editor.getByRole('alert')).toContainText('steps.0.wav');
  await editor
    .getByLabel('WAV files of the script')
    .setInputFiles({ name: 'beep.wav', mimeType: 'audio/wav', buffer: beep });
  await expect(editor.getByRole('combobox', { name: 'WAV file of step 1' })).toHaveValue('beep.wav');
  await editor.getByRole('button', { name: 'Save script' }).click();
  await expect(editor).toBeHidden();
  await expect(page.getByRole('combobox', { name: 'Script' })).toHaveValue('beep and go');
  const folder = join(dataDir, 'scripts', 'beep%20and%20go');
  expect(JSON.parse(readFileSync(join(folder, 'script.json'), 'utf8'))).toEqual({
    name: 'beep and go',
    about: '',
    steps: [
      { do: 'say', wav: 'beep.wav' },
      { do: 'press', digits: '1#' },
      { do: 'hang-up', reason: 'error' },
    ],
  });
  expect(readFileSync(join(folder, 'beep.wav'))).toEqual(beep);

  await console.button('Place call').click();
  const result = page.getByRole('region', { name: 'Result of the call' });
  await expect(result).toContainText('success path');
  await console.expectSound('caller', 30);
  const events = () =>
    readdirSync(join(dataDir, 'sessions'))
      .map(id => readFileSync(join(dataDir, 'sessions', id, 'events.ndjson'), 'utf8'))
      .find(text => text.includes('Script, step')) ?? '';
  await expect.poll(events).toContain('Script, step 3 of 3: Hang up, reason error.');
  expect(events()).toContain('Script, step 1 of 3: Say beep.wav.');
  expect([...events().matchAll(/\\"type\\":\\"dtmf\\".*?\\"digit\\":\\"(.)\\"/g)].map(match => match[1])).toEqual([
    '1',
    '#',
  ]);

  const address = await page.getByTestId('server-state').locator('code').textContent();
  const { code, stdout } = await run([
    ...['call', address ?? '', '--connector-id', 'demo-bot', '--script', 'beep and go', '--json'],
    ...['--data-dir', dataDir],
  ]);
  expect([code, JSON.parse(stdout).outcome.path]).toEqual([0, 'success']);

  await console.button('Remove the script beep and go').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('combobox', { name: 'Script' })).toHaveValue('greet, ask, interrupt, say goodbye');
});
