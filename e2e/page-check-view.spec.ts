/** The check of the page: run, cancelled, read, and its calls opened. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AXE_NOISE, expectAccessible } from './axe.ts';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

test.use({ toolNoise: AXE_NOISE });

test('the console checks its own server: all is judged, nothing fails, and a call of a check opens', async ({
  start,
  dataDir,
}) => {
  // Who listens in holds no conversation, which takes longest; command-check.spec.ts has one.
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ profiles: [{ match: 'monitor', bot: 'listen' }] }));
  const { page } = await start();
  const console = new ConsolePage(page);
  await console.button('Check').click();
  await page.getByRole('textbox', { name: 'Connector ID' }).fill('monitor');
  await page.getByLabel('Product').selectOption('AudioHook Monitor');
  await console.button('Run check').click();
  const view = page.getByTestId('check-view');
  await expect(page.getByRole('progressbar', { name: 'Progress of the check' })).toBeVisible();
  await expect(view).toHaveAttribute('data-phase', 'done', { timeout: 90_000 });
  await expect(view.locator('[data-status="waiting"]')).toHaveCount(0);
  await expect(view.locator('[data-status="fail"]')).toHaveCount(0);
  expect(await view.locator('[data-status="pass"]').count()).toBeGreaterThan(100);

  await expectAccessible(page, 'a check with its results', '.check-view');

  const opened = view.locator('[data-check="opened-in-time"]');
  await opened.getByText('open is answered within 5 s').click();
  await expect(opened).toContainText('AH-13');
  await opened.getByRole('button', { name: 'Open session' }).click();
  await expect(view).toBeHidden();
  await expect(console.messages('genesys', 'opened')).toBeVisible();
  await expect(console.messages('console').first()).toContainText('scenario "ordinary"');

  // The result is still there, and can be narrowed.
  await console.button('Check').click();
  await page.getByRole('button', { name: /not applicable$/ }).click();
  await expect(view.locator('[data-status="pass"]')).toHaveCount(0);
});

test('a check can be cancelled; a server that cannot be reached is named', async ({ running: { page } }) => {
  const console = new ConsolePage(page);
  const view = page.getByTestId('check-view');
  await console.button('Check').click();
  await console.button('Run check').click();
  await console.button('Cancel check').click();
  await expect(view).toHaveAttribute('data-phase', 'cancelled');

  await page.getByLabel('Another server').check();
  await console.button('Run check').click();
  await expect(view.getByRole('alert')).toContainText('beginning with ws://');
  await page.getByLabel('Address of the server to check').fill('ws://127.0.0.1:1');
  await console.button('Run check').click();
  await expect(view).toHaveAttribute('data-phase', 'failed');
  await expect(view.getByRole('status')).toContainText('Nothing listens at 127.0.0.1:1');
});
