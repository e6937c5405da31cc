/** The latency of a real call on the page: the waterfall, the way to each moment, and the lab for turn detection. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AXE_NOISE, expectAccessible } from './axe.ts';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

test.use({ toolNoise: AXE_NOISE });

test('a turn is measured while the call runs, each moment leads to its message, and the lab cuts pauses', async ({
  dataDir,
  start,
}) => {
  // It listens first: a caller who speaks over a greeting has a turn without a wait.
  const profile = { match: 'demo-bot', bot: 'simulator', realtime: { greet: false } };
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ profiles: [profile] }));
  const { page } = await start();
  const console = new ConsolePage(page);
  const id = await console.call();
  await console.button('Turns').click();
  const turn = page
    .locator('[data-turn]')
    .filter({ has: page.getByTestId('turn-total').filter({ hasText: /^(▲ )?[\d.]+ m?s$/ }) })
    .first();
  await expect(turn).toBeVisible({ timeout: 30_000 });
  await turn.locator('summary').click();
  const moment = turn.getByRole('row', { name: /playback_started/ }).getByRole('button');
  await expect(moment).toBeVisible({ timeout: 30_000 });
  await console.hangUp(id);
  const waited = async () => /[\d.]+ m?s/.exec((await turn.getByTestId('turn-total').textContent()) ?? '')?.[0];
  await expect(page.getByTestId('turn-summary')).toContainText(/Most of it: .+, \d+ %/);

  await expect(turn.getByRole('table', { name: 'Parts' })).toContainText('Model begins to speak');
  const at = (await moment.textContent()) ?? '';
  await moment.click();
  await expect(page.getByTestId('cursor-time')).toHaveText(at);
  await expect(console.log.locator('[aria-selected=true]')).toHaveAttribute('data-type', 'playback_started');

  await page.getByText('Watchpoints').click();
  await page.getByLabel('Turn longer than, ms').fill('1');
  const passed = page.getByRole('list', { name: 'Passed limits' });
  // Compared at one moment: a turn is measured more closely while the last events of its call arrive.
  await expect(async () => {
    expect(await passed.textContent()).toContain(`took ${await waited()}.`);
  }).toPass();
  await expect(page.getByTestId('watch-panel').locator('summary')).toContainText('▲');

  await page.getByText('Try another turn detection').click();
  await page.getByLabel('Silence (ms)').fill('100');
  await console.button('Try').click();
  await expect(page.getByTestId('vad-result')).toContainText('is cut: the caller speaks on for');

  await expectAccessible(page, 'turns, watchpoints and lab', '[data-testid=turns-panel]');
});
