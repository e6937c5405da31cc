/** The console in the middle: a relay is started in Setup, a call goes through it, and its messages stand in three columns. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AXE_NOISE, expectAccessible } from './axe.ts';
import { run } from './command-line.ts';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

test.use({ toolNoise: AXE_NOISE });

test('a relay to a server is started in Setup, and a call through it shows who said what to whom', async ({
  running: { page },
  dataDir,
}) => {
  const console = new ConsolePage(page);
  const own = (await page.getByTestId('server-state').locator('code').textContent()) ?? '';
  await console.button('Setup').click();
  await page.getByRole('tab', { name: 'Stand in the middle' }).click();
  const panel = page.getByTestId('relay-panel');
  await panel.getByRole('textbox', { name: 'Your server' }).fill('not an address');
  await panel.getByRole('spinbutton').first().fill('0');
  await panel.getByRole('button', { name: 'Start' }).first().click();
  await expect(panel.getByRole('alert')).toContainText('is no address to relay to');
  await panel.getByRole('textbox', { name: 'Your server' }).fill(own.trim());
  await panel.getByRole('button', { name: 'Start' }).first().click();
  const running = panel.locator('[data-relay="genesys"]');
  await expect(running).toContainText(own.trim());
  const relay = (await running.locator('code').first().textContent()) ?? '';
  // On every view: else the console's own address is the only one in sight.
  await expect(page.getByTestId('relay-genesys')).toContainText(relay);
  await expectAccessible(page, 'a relay that runs', '.setup');

  const { apiKey, clientSecret } = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'));
  const keys = ['--api-key', apiKey, '--client-secret', clientSecret];
  const call = ['call', relay, '--connector-id', 'tone-test', ...keys, '--silence', '--duration', '2', '--json'];
  const { code, stdout } = await run([...call, '--data-dir', join(dataDir, 'caller')]);
  expect([code, JSON.parse(stdout).error]).toEqual([0, null]);

  const relayed = page.getByRole('option', { name: /tone-test \(relayed\)/ });
  await expect(relayed).toHaveAttribute('data-state', 'ended');
  await relayed.click();
  await console.button('Sequence').click();
  const sequence = page.getByTestId('sequence');
  await expect(sequence.getByRole('button', { name: /to the right: open$/ })).toBeVisible();
  await expect(sequence.getByRole('button', { name: /to the left: audio/ }).first()).toBeVisible();
  await expectAccessible(page, 'a relayed session and its sequence');
  await sequence.getByRole('button', { name: /to the left: opened$/ }).click();
  await expect(console.log.locator('[aria-selected=true]')).toHaveAttribute('data-type', 'opened');
  // Only one wire was recorded, and nothing there is to join it with: the console says how there would be.
  await sequence.getByRole('button', { name: 'Join with the model’s recording' }).click();
  await expect(sequence.getByRole('alert')).toContainText('run relay-model');
});
