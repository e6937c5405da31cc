/** Every view in both themes, by axe: names, roles, contrast; and by keys. One page goes through them all. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

// axe measures with styles of its own, which the page's policy refuses, as it should.
test.use({ toolNoise: /^console: Applying inline style violates/ });

/** Names and roles are the same in both themes: in the other one, only what colours decide is measured again. */
async function expectClean(page: Page, what: string, part = 'body'): Promise<void> {
  const found: string[] = [];
  for (const theme of ['light', 'dark']) {
    await page.evaluate(name => {
      document.documentElement.dataset.theme = name;
    }, theme);
    // Legacy mode: axe would open another page for itself, which a desktop window cannot.
    const axe = new AxeBuilder({ page }).include(part).setLegacyMode();
    const { violations } = await (theme === 'light' ? axe : axe.withRules(['color-contrast'])).analyze();
    found.push(...violations.map(({ id, nodes }) => `${theme}, ${id}: ${nodes.map(node => node.target).join(' | ')}`));
  }
  expect.soft(found, what).toEqual([]);
}

/** Tab goes through all that can be used and comes out again; what has the focus is seen to have it. */
async function expectWayThrough(page: Page, what: string): Promise<void> {
  // From the top of the page, wherever the focus is.
  await page.locator('h1').evaluate(title => {
    title.tabIndex = -1;
    title.focus();
  });
  const unseen: string[] = [];
  const known = await page.evaluateHandle(() => new Set<Element>());
  const next = () =>
    page.evaluate(seen => {
      const element = document.activeElement;
      if (!element || element === document.body || seen.has(element)) return undefined;
      seen.add(element);
      const { outlineStyle } = getComputedStyle(element);
      // The log, the waveforms and the tree of a message draw it around their pane or row.
      const isSeen = outlineStyle !== 'none' || element.matches('.log-rows, .waves *, [role=tree]');
      return { name: element.getAttribute('aria-label') ?? element.textContent ?? element.tagName, isSeen };
    }, known);
  let stops = 0;
  for (; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await next();
    if (!stop) break;
    if (!stop.isSeen) unseen.push(stop.name);
  }
  expect.soft({ unseen, trapped: stops === MOST_STOPS || stops < FEWEST_STOPS }, `by Tab through ${what}`).toEqual({
    unseen: [],
    trapped: false,
  });
}

/** Fewer than the bar above the views has: something keeps the focus. More than any view has: it comes round unseen. */
const FEWEST_STOPS = 15;
const MOST_STOPS = 200;

async function unfoldAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const part of document.querySelectorAll<HTMLDetailsElement>('.side details')) part.open = true;
  });
}

test('every view is accessible in both themes', async ({ running: { page } }) => {
  // axe is thorough, and slow on a busy machine.
  test.setTimeout(600_000);
  const console = new ConsolePage(page);
  await expect(console.button('Talk to the bot now')).toBeEnabled();
  await expectClean(page, 'first start');

  await console.button('Settings').click();
  await console.button('Add a profile').click();
  await page.locator('.profile > summary').click();
  await page.getByRole('textbox', { name: 'Port', exact: true }).fill('a port that is none');
  await expectClean(page, 'settings', '.settings');
  await expectWayThrough(page, 'the settings');
  await console.button('Make anew This console’s own pair').click();
  await expectClean(page, 'question before what cannot be undone', '.dialog');
  await console.button('Cancel').click();

  await console.button('Setup').click();
  await expect(page.getByRole('heading', { name: 'Setup' })).toBeVisible();
  await expectClean(page, 'setup', '.setup');
  await page.getByRole('tab', { name: 'Test an address' }).click();
  await expectClean(page, 'setup, test an address', '.setup');
  await page.getByRole('tab', { name: 'Stand in the middle' }).click();
  await expectClean(page, 'setup, stand in the middle', '.setup');
  await page.getByRole('tab', { name: 'Symptoms' }).click();
  await page.locator('[data-symptom] > summary').first().click();
  await expectClean(page, 'setup, symptoms', '.setup');
  await page.getByRole('tab', { name: 'Paste what you have' }).click();
  await page
    .getByRole('textbox', { name: 'What you have' })
    .fill('wscat -c wss://a.example/x fails: NoResourceError, 401');
  await expectClean(page, 'setup, paste', '.setup');

  await console.button('Check').click();
  await expect(page.getByTestId('check-view')).toBeVisible();
  await expectClean(page, 'check', '.check-view');
  await console.button('Compare').click();
  await expect(page.getByTestId('compare-view')).toBeVisible();
  await expectClean(page, 'compare, nothing chosen', '.compare-view');
  await console.button('Compare').click();

  await console.button('Call options').click();
  await page.getByText('What Genesys Cloud sends').click();
  await page.getByRole('radio', { name: 'Script' }).check();
  await page.getByRole('combobox', { name: 'To' }).fill('wss://server.example');
  await expectClean(page, 'call options', '.call-panel');
  await console.button('New script').click();
  await expectClean(page, 'script editor', '.dialog');
  await page.keyboard.press('Escape');
  await expect(console.button('New script')).toBeFocused();
  await console.button('Call options').click();
  for (const name of ['server', 'tunnel', 'bot']) {
    await page.getByTestId(`${name}-state`).click();
    await expectClean(page, `state of the ${name}`, '.top-bar');
    await page.keyboard.press('Escape');
  }

  const id = await console.call();
  await expect(console.button('Digit 5')).toBeEnabled();
  await console.expectSound('bot');
  await expectClean(page, 'in a call', '.call-strip');
  await console.hangUp(id);

  await console.toFirstMessage();
  await console.messages('genesys').first().click();
  await expect(page.getByTestId('message-json')).toBeVisible();
  await expectClean(page, 'session');
  await expectWayThrough(page, 'a session');
  await console.lookCloser();
  await unfoldAll(page);
  await expectClean(page, 'findings', '.side');
  for (const tab of ['Transcript', 'Turns', 'Sequence']) {
    await page.getByRole('tab', { name: tab }).click();
    await unfoldAll(page);
    await expectClean(page, tab, '.side');
  }
  await console.button('Both').click();
  await page.getByRole('listbox', { name: 'Messages, Caller’s view' }).getByRole('option').first().click();
  await page.getByRole('combobox', { name: 'Filter messages' }).fill('leg:phone');
  await expectClean(page, 'both views of a call, and a filter that cannot be read', '.session-pane');
  await page.getByRole('combobox', { name: 'Filter messages' }).fill('');
  await console.button('Server’s view').click();
  await console.toFirstMessage();
  await console.messages('genesys').first().click();
  await console
    .messages('genesys')
    .nth(1)
    .click({ modifiers: ['Control'] });
  await page.getByRole('tab', { name: 'Compare' }).click();
  await expect(page.getByRole('region', { name: 'Compared messages' })).toBeVisible();
  await expectClean(page, 'two messages', '.side');

  await console.log.press('?');
  await expectClean(page, 'list of keys', '.dialog');
  await page.keyboard.press('Escape');
  await expect(console.log).toBeFocused();
  await page.getByRole('button', { name: /^Listed: / }).click();
  await expectClean(page, 'menu of the list', '.popup');
  await page.keyboard.press('Escape');
  await console.button('Save…').click();
  await expectClean(page, 'menu of what can be saved', '.popup');
  await page.getByRole('menuitem', { name: 'Export for support…' }).click();
  await expect(page.getByTestId('export-dialog')).toHaveAttribute('data-phase', 'ready');
  await expectClean(page, 'export', '.dialog');
  await page.keyboard.press('Escape');
  await expect(console.button('Save…')).toBeFocused();
});
