/** Every view in both themes, by axe: names, roles, contrast, focus. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

// axe measures with styles of its own, which the page's policy refuses, as it should.
test.use({ toolNoise: /^console: Applying inline style violates/ });

async function expectClean(page: Page, part = 'body'): Promise<void> {
  // Legacy mode: axe would open another page for itself, which a desktop window cannot.
  const { violations } = await new AxeBuilder({ page }).include(part).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.target).join(' | ')}`)).toEqual([]);
}

for (const theme of ['Light', 'Dark']) {
  test(`${theme} theme: every view is accessible`, async ({ running: { page } }) => {
    // axe is thorough, and slow on a busy machine.
    test.slow();
    const console = new ConsolePage(page);
    await console.button('Settings').click();
    await page.getByRole('radio', { name: theme }).check();
    await console.button('Add a profile').click();
    await page.locator('.profile > summary').click();
    await page.getByRole('textbox', { name: 'Port', exact: true }).fill('a port that is none');
    await expectClean(page);
    await console.button('Make anew This console’s own pair').click();
    await expectClean(page, '.dialog');
    await console.button('Cancel').click();
    await console.button('Settings').click();
    await expect(console.button('Talk to the bot now')).toBeEnabled();
    await expectClean(page);

    await console.button('Call options').click();
    await expect(console.button('Place call')).toBeEnabled();
    await page.getByText('What Genesys Cloud sends').click();
    await expect(page.getByLabel('Number (ani)')).toBeVisible();
    await expectClean(page);
    await console.button('Call options').click();

    const id = await console.call();
    await expect(console.button('Digit 5')).toBeEnabled();
    await console.expectSound('bot');
    await expectClean(page);

    await console.hangUp(id);
    await console.messages('genesys').first().click();
    await expect(page.getByTestId('message-json')).toBeVisible();
    await expectClean(page);
    // The log with two messages compared, what was said, every key, and the menu of the list.
    await console
      .messages('genesys')
      .nth(1)
      .click({ modifiers: ['Control'] });
    await expect(page.getByRole('region', { name: 'Compared messages' })).toBeVisible();
    await page.getByRole('combobox', { name: 'Filter messages' }).fill('leg:phone');
    await expectClean(page, '.session-pane');
    await page.getByRole('tab', { name: 'Transcript' }).click();
    await expectClean(page, '.side');
    await console.log.press('?');
    await expectClean(page, '.dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Listed: / }).click();
    await expectClean(page, '.popup');
    await page.keyboard.press('Escape');
  });
}
