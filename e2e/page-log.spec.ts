/** The log of a real call: filtered, unfolded, compared, copied, read as a transcript; and the same after a reload. */
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

test('a call is filtered, unfolded, compared, copied and read, and a reload comes back to the same place', async ({
  running: { page },
}) => {
  const console = new ConsolePage(page);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const id = await console.call();
  await console.expectSound('bot');
  await console.hangUp(id);
  const rows = console.log.locator('[role=option]');
  const selected = console.log.locator('[aria-selected=true]');
  const filter = page.getByRole('combobox', { name: 'Filter messages' });
  const transcript = page.getByRole('tab', { name: 'Transcript' });
  await console.toFirstMessage();

  await test.step('the filter completes, says where it cannot be read, and hides the rest', async () => {
    await page.keyboard.press('Control+f');
    await page.keyboard.type('leg:op');
    await page.getByRole('option', { name: 'openai the Realtime WebSocket' }).click();
    await expect(filter).toHaveValue('leg:openai');
    await expect(console.messages('genesys')).toHaveCount(0);
    await expect(console.messages('bot').first()).toBeVisible();
    await filter.fill('leg:phone');
    await expect(page.getByText('leg is one of genesys')).toBeVisible();
    await expect(console.messages('bot').first()).toBeVisible();
    await filter.fill('type:close kind:message');
    await expect(rows).toHaveCount(1);
  });

  await test.step('a row that was selected while others were hidden stays in view', async () => {
    await console.messages('genesys', 'close').click();
    await page.keyboard.press('Control+f');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('log-count')).toHaveText(/^\d+ rows$/);
    await expect(selected).toHaveAttribute('data-type', 'close');
    await expect(selected).toBeInViewport();
  });

  await test.step('a filter that highlights hides nothing, and Enter goes to what it found', async () => {
    await filter.fill('type:opened');
    await console.button('Highlight').click();
    await expect(page.getByTestId('log-count')).toHaveText(/^1 found in \d+ rows$/);
    await filter.press('Shift+Enter');
    await expect(selected).toHaveAttribute('data-type', 'opened');
    await console.button('Keep').click();
    await console.button('Highlight').click();
    await console.clearFilter();
  });

  await test.step('a folded row unfolds to each of its events, with bytes and waveform', async () => {
    await filter.fill('is:audio leg:genesys count>1');
    const folded = rows.first();
    await expect(folded).toHaveAttribute('data-kind', 'audio');
    const count = Number(await folded.getAttribute('data-count'));
    await folded.click();
    await console.log.press('Enter');
    await expect(console.log.locator('.member').first()).toBeVisible();
    await console.log.press('j');
    await expect(selected).toHaveAttribute('data-count', '1');
    expect(count).toBeGreaterThan(1);
    await expect(page.getByRole('img', { name: /^Waveform/ })).toBeVisible();
    await console.button('Bytes').click();
    await expect(page.getByTestId('message-json')).toContainText('0000  ');
    await console.log.press('k');
    await console.log.press('x');
    await expect(console.log.locator('.member')).toHaveCount(0);
    await console.clearFilter();
  });

  await test.step('two messages are compared, and copied', async () => {
    await console.toFirstMessage();
    await console.messages('genesys', 'open').click();
    await console.messages('genesys', 'opened').click({ modifiers: ['Control'] });
    await expect(page.getByRole('row', { name: /\$\.type "open" "opened"/ })).toBeVisible();
    await console.messages('genesys', 'opened').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy as NDJSON' }).click();
    await expect
      .poll(async () => (await page.evaluate(() => navigator.clipboard.readText())).trim().split('\n').length)
      .toBe(2);
    await console.messages('genesys', 'opened').click();
    await page.getByText('rules name opened').click();
    await expect(page.getByText('AH-13')).toBeVisible();
  });

  await test.step('times are shown four ways, keys are listed', async () => {
    await console.log.press('t');
    await expect(console.button('since line before')).toBeVisible();
    for (let press = 0; press < 3; press += 1) await console.log.press('t');
    await expect(console.button('since start')).toBeVisible();
    await console.log.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Next finding');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('the transcript has the words where they sounded, and each turn is heard by a click', async () => {
    await transcript.click();
    const turn = page.getByRole('list', { name: 'Transcript' }).getByRole('button').last();
    const at = (await turn.locator('.turn-time').textContent()) ?? '';
    await turn.click();
    // It plays from there to its end, and stops by itself.
    await expect.poll(async () => ((await page.getByTestId('cursor-time').textContent()) ?? '') > at).toBe(true);
    await expect(turn).toHaveAttribute('title', 'Hear this turn', { timeout: 30_000 });
  });

  await test.step('a chosen row shows its message in the place of what was open, and Escape comes back to that', async () => {
    await console.log.press('Home');
    await expect(page.getByRole('tab', { name: 'Message' })).toHaveAttribute('aria-selected', 'true');
    await console.log.press('Escape');
    await expect(transcript).toHaveAttribute('aria-selected', 'true');
  });

  await test.step('a reload comes back', async () => {
    await page.getByRole('button', { name: 'type:opened', exact: true }).click();
    await expect(rows).toHaveCount(1);
    await rows.click();
    await transcript.click();
    await page.reload();
    await expect(rows).toHaveCount(1);
    await expect(filter).toHaveValue('type:opened');
    await expect(selected).toHaveAttribute('data-type', 'opened');
    await expect(transcript).toHaveAttribute('aria-selected', 'true');
  });
});
