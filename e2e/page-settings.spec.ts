/** Settings in the page: checked as they are typed, carried out, saved, taken back; keys and pairs while the console runs. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

async function open(page: Page): Promise<ConsolePage> {
  const console = new ConsolePage(page);
  await console.button('Settings').click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  return console;
}

/** Somebody else's server; its port is one that the system gives nobody by itself, so that it can be had afterwards. */
async function takenPort(): Promise<{ other: Server; taken: number }> {
  for (;;) {
    const taken = 20_000 + Math.floor(Math.random() * 10_000);
    const other = createServer();
    const listens = await new Promise<boolean>(resolve => {
      other.once('error', () => resolve(false));
      other.listen(taken, '127.0.0.1', () => resolve(true));
    });
    if (listens) return { other, taken };
  }
}

/** What settings.json says; undefined while there is none. */
function savedIn(dataDir: string): unknown {
  const file = join(dataDir, 'settings.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

const setting = (page: Page, place: string) => page.locator(`[data-setting="${place}"]`);

test('a setting is checked as it is typed, carried out, saved, and taken back; an editor may change it too', async ({
  running: { page },
  dataDir,
}) => {
  const console = await open(page);
  const file = join(dataDir, 'settings.json');
  const saved = () => savedIn(dataDir);
  const port = page.getByRole('textbox', { name: 'Port', exact: true });
  const address = page.getByTestId('server-state');
  await expect(address).toContainText('ws://');
  const before = await address.textContent();

  await port.fill('eighty');
  await expect(setting(page, 'server.port').getByRole('alert')).toContainText('no number');
  await port.press('Escape');
  const { other, taken } = await takenPort();
  await port.fill(String(taken));
  await port.press('Enter');
  await expect(setting(page, 'server.port').getByRole('alert')).toContainText(`Port ${taken} on 127.0.0.1 is in use`);
  await expect(address).toHaveText(before ?? '');
  await new Promise(resolve => other.close(resolve));
  await port.press('Enter');
  await expect(address).toContainText(`:${taken}/`);
  await expect.poll(saved).toEqual({ server: { port: taken } });

  const basePath = page.getByRole('textbox', { name: 'Base path' });
  await basePath.fill('v1');
  await expect(setting(page, 'server.basePath').getByRole('alert')).toBeVisible();
  await basePath.fill('/v1');
  await basePath.blur();
  await expect.poll(saved).toEqual({ server: { port: taken, basePath: '/v1' } });
  await console.button('Undo server.basePath').click();
  await expect(basePath).toHaveValue('/');
  await expect.poll(saved).toEqual({ server: { port: taken } });

  writeFileSync(file, '{"server":{"basePath":"/from-an-editor"},"//":"a note","colour":"blue"}');
  await expect(basePath).toHaveValue('/from-an-editor');
  await expect(page.getByTestId('host-warnings')).toContainText('does nothing: colour');
  await page.getByRole('button', { name: 'Base path: back to the default' }).click();
  await expect.poll(saved).toEqual({ '//': 'a note', colour: 'blue' });
  writeFileSync(file, '{');
  await expect(page.locator('.settings').getByRole('alert')).toContainText('The settings before it go on counting');
});

test('a profile answers by its Connector ID, and says which input variables it wants', async ({
  running: { page },
  dataDir,
}) => {
  const console = await open(page);
  await console.button('Add a profile').click();
  await page.locator('.profile > summary').click();
  const profile = page.locator('.profile');
  await profile.getByRole('textbox', { name: 'Connector ID' }).fill('shop-*');
  await profile.getByRole('combobox', { name: 'Bot', exact: true }).selectOption('echo');
  await profile.getByRole('textbox', { name: 'Instructions' }).fill('Greet {{customerName}}, tier {{tier}}.');
  await profile.getByRole('textbox', { name: 'Functions' }).fill('[{"name":"a b"}]');
  await expect(setting(page, 'profiles.0.realtime.tools').getByRole('alert')).toContainText('0.name: A tool name is');
  await profile.getByRole('textbox', { name: 'Functions' }).fill('');
  await profile.getByRole('combobox', { name: 'Turn detection' }).selectOption('server_vad');
  await profile.getByRole('textbox', { name: 'Silence' }).fill('650');
  await profile.getByRole('textbox', { name: 'Silence' }).press('Enter');
  await expect(profile).toContainText('Filled with the input variables customerName, tier.');
  await expect
    .poll(() => savedIn(dataDir))
    .toEqual({
      profiles: [
        {
          match: 'shop-*',
          bot: 'echo',
          realtime: {
            instructions: 'Greet {{customerName}}, tier {{tier}}.',
            turnDetection: { type: 'server_vad', silenceDurationMs: 650 },
          },
        },
      ],
    });

  await page.getByRole('searchbox', { name: 'Search settings' }).fill('signature');
  await expect(page.getByRole('textbox', { name: 'Public host' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Port', exact: true })).toBeHidden();
  await page.getByRole('searchbox', { name: 'Search settings' }).fill('no such thing');
  await expect(page.getByText('No setting has this name')).toBeVisible();

  await console.button('Settings').click();
  await console.button('Call options').click();
  await page.getByRole('textbox', { name: 'Connector ID' }).fill('shop-7');
  await page.getByRole('radio', { name: 'Tone' }).check();
  await console.button('Place call').click();
  await console.expectSound('bot');
  await expect(console.messages('bot')).toHaveCount(0);
  await console.button('Hang up').click();
});

test('pairs and keys are changed while the console runs; no value comes back that was not asked for', async ({
  running: { page },
  dataDir,
}) => {
  const console = await open(page);
  await page.getByRole('textbox', { name: 'Another integration' }).fill('sales');
  await console.button('Make a pair').click();
  const sales = page.locator('[data-pair="sales"]');
  await expect(sales).toBeVisible();
  const file = () => JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'));
  await expect.poll(() => file().others).toHaveLength(1);
  const { apiKey } = file().others[0];
  await expect(page.locator('body')).not.toContainText(apiKey);
  await sales.getByRole('button', { name: 'Show sales' }).click();
  await expect(sales).toContainText(apiKey);
  await sales.getByRole('button', { name: 'Make anew sales' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Make anew' }).click();
  await expect(sales).not.toContainText(apiKey);
  await expect.poll(() => file().others[0].apiKey).not.toBe(apiKey);
  await sales.getByRole('button', { name: 'Remove sales' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(sales).toHaveCount(0);
  await expect.poll(() => file().others).toEqual([]);

  const key = page.getByLabel('API key', { exact: true });
  await key.fill('sk-this-is-secret');
  await console.button('Use this key: API key').click();
  await expect(page.getByTestId('openai-key-from')).toHaveText(
    'The one that was typed counts, until the console ends.',
  );
  await expect(key).toHaveValue('');
  await expect(page.getByTestId('bot-state')).toContainText('simulator');
  await console.button('Bot: simulator').click();
  // Pressed when the host has taken it, not at the click.
  const openai = page.getByRole('radio', { name: /OpenAI Realtime/ });
  await openai.click();
  await expect(openai).toBeChecked();
  await expect(page.getByTestId('bot-state')).toContainText('OpenAI');
  await page.keyboard.press('Escape');
  await console.button('Forget API key').click();
  await expect(page.getByTestId('bot-state')).toContainText('simulator');
  expect(await page.content()).not.toContain('sk-this-is-secret');
});
