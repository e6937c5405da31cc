/** Every view in both themes, by axe: names, roles, contrast; and by keys. One page goes through them all. */
import type { Page } from '@playwright/test';
import { AXE_NOISE, expectAccessible } from './axe.ts';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

test.use({ toolNoise: AXE_NOISE });

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
  await expectAccessible(page, 'first start');

  await console.button('Settings').click();
  await console.button('Add a profile').click();
  await page.locator('.profile > summary').click();
  await page.getByRole('textbox', { name: 'Port', exact: true }).fill('a port that is none');
  await expectAccessible(page, 'settings', '.settings');
  await expectWayThrough(page, 'the settings');
  await console.button('Make anew This console’s own pair').click();
  await expectAccessible(page, 'question before what cannot be undone', '.dialog');
  await console.button('Cancel').click();

  await console.button('Setup').click();
  await expect(page.getByRole('heading', { name: 'Setup' })).toBeVisible();
  await expectAccessible(page, 'setup', '.setup');
  await expectWayThrough(page, 'Setup');
  await page.getByRole('tab', { name: 'Test an address' }).click();
  await expectAccessible(page, 'setup, test an address', '.setup');
  await page.getByRole('tab', { name: 'Stand in the middle' }).click();
  await expectAccessible(page, 'setup, stand in the middle', '.setup');
  await page.getByRole('tab', { name: 'Symptoms' }).click();
  await page.locator('[data-symptom] > summary').first().click();
  await expectAccessible(page, 'setup, symptoms', '.setup');
  await page.getByRole('tab', { name: 'Paste what you have' }).click();
  await page
    .getByRole('textbox', { name: 'What you have' })
    .fill('wscat -c wss://a.example/x fails: NoResourceError, 401');
  await expectAccessible(page, 'setup, paste', '.setup');

  await console.button('Check').click();
  await expect(page.getByTestId('check-view')).toBeVisible();
  await expectAccessible(page, 'check', '.check-view');
  await expectWayThrough(page, 'Check');
  await console.button('Compare').click();
  await expect(page.getByTestId('compare-view')).toBeVisible();
  await expectAccessible(page, 'compare, nothing chosen', '.compare-view');
  await console.button('Compare').click();

  await console.button('Call options').click();
  await page.getByText('What Genesys Cloud sends').click();
  await page.getByRole('radio', { name: 'Script' }).check();
  await page.getByRole('combobox', { name: 'To' }).fill('wss://server.example');
  await expectAccessible(page, 'call options', '.call-panel');
  await expectWayThrough(page, 'the call options');
  await console.button('New script').click();
  await expectAccessible(page, 'script editor', '.dialog');
  await page.keyboard.press('Escape');
  await expect(console.button('New script')).toBeFocused();
  await console.button('Call options').click();
  for (const name of ['server', 'tunnel', 'bot']) {
    await page.getByTestId(`${name}-state`).click();
    await expectAccessible(page, `state of the ${name}`, '.top-bar');
    await page.keyboard.press('Escape');
  }

  const id = await console.call();
  await expect(console.button('Digit 5')).toBeEnabled();
  await console.expectSound('bot');
  await console.button('More').click();
  await expectAccessible(page, 'in a call', '.call-strip');
  await page.keyboard.press('Escape');
  await console.hangUp(id);
  await expect(page.getByRole('region', { name: 'Result of the call' })).toBeVisible();
  await console.toFirstMessage();
  await console.messages('genesys').first().click();
  await expect(page.getByTestId('message-json')).toBeVisible();
  await expectAccessible(page, 'session');
  await expectWayThrough(page, 'a session');
  await console.lookCloser();
  await unfoldAll(page);
  await expectAccessible(page, 'findings', '.side');
  // What opens over the log and the waveforms.
  await page.getByRole('combobox', { name: 'Filter messages' }).fill('leg:');
  await expectAccessible(page, 'completions of the filter', '.popup');
  await console.clearFilter();
  for (const [name, part] of [
    ['Type', '.popup'],
    ['Lanes', '.lanes-menu'],
    ['Run again', '.session-header'],
  ] as const) {
    await page.getByRole('button', { name }).first().click();
    await expectAccessible(page, `what ${name} opens`, part);
    await page.keyboard.press('Escape');
  }
  await console.log.focus();
  await page.keyboard.press('Shift+F10');
  await expectAccessible(page, 'menu of a message', '.popup');
  await page.keyboard.press('Escape');
  for (const tab of ['Transcript', 'Turns', 'Sequence']) {
    await page.getByRole('tab', { name: tab }).click();
    await unfoldAll(page);
    await expectAccessible(page, tab, '.side');
  }
  await console.button('Both').click();
  await page.getByRole('listbox', { name: 'Messages, Caller’s view' }).getByRole('option').first().click();
  await page.getByRole('combobox', { name: 'Filter messages' }).fill('leg:phone');
  await expectAccessible(page, 'both views of a call, and a filter that cannot be read', '.session-pane');
  await console.clearFilter();
  await console.button('Server’s view').click();
  await console.toFirstMessage();
  await console.messages('genesys').first().click();
  await console
    .messages('genesys')
    .nth(1)
    .click({ modifiers: ['Control'] });
  await page.getByRole('tab', { name: 'Compare' }).click();
  await expect(page.getByRole('region', { name: 'Compared messages' })).toBeVisible();
  await expectAccessible(page, 'two messages', '.side');

  await console.log.press('?');
  await expectAccessible(page, 'list of keys', '.dialog');
  await page.keyboard.press('Escape');
  await expect(console.log).toBeFocused();
  await page.getByRole('button', { name: /^Listed: / }).click();
  await expectAccessible(page, 'menu of the list', '.popup');
  await page.keyboard.press('Escape');
  await console.button('Save…').click();
  await expectAccessible(page, 'menu of what can be saved', '.popup');
  await page.getByRole('menuitem', { name: 'Export for support…' }).click();
  await expect(page.getByTestId('export-dialog')).toHaveAttribute('data-phase', 'ready');
  await expectAccessible(page, 'export', '.dialog');
  await page.keyboard.press('Escape');
  await expect(console.button('Save…')).toBeFocused();
});
