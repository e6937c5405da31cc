import { AXE_NOISE, expectAccessible } from './axe.ts';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

test.use({ toolNoise: AXE_NOISE });

test('a captured call is run again from the page, and laid beside what it was', async ({ running }) => {
  const page = new ConsolePage(running.page);
  const id = await page.call();
  await page.expectSound('caller');
  // The greeting was heard to its end: what is run again lasts long enough to be stopped.
  await page.toNewestMessage();
  await expect(page.messages('genesys', 'playback_completed').first()).toBeVisible();
  await page.hangUp(id);

  await page.button('Run again').click();
  const form = running.page.getByRole('form', { name: 'Run again' });
  await expectAccessible(running.page, 'how a call is run again', '.session-pane');
  await form.getByRole('button', { name: 'Run', exact: true }).click();
  await page.button('Stop the replay').click();
  await page.button('Compare with original').click();

  const view = running.page.getByTestId('compare-view');
  await expect(view.getByTestId('compare-result')).toBeVisible();
  await expect(view.getByLabel('Session A')).toHaveValue(id);
  // What counts is asked anew, and given up.
  await page.cancelAtOnce(view.getByLabel('ids'), 'Cancel');
  await expect(view.getByText('The comparison was cancelled.')).toBeVisible();
  await expect(view.getByTestId('compare-result')).toBeHidden();
  await view.getByRole('button', { name: 'Compare again' }).click();
  await expect(view.getByTestId('compare-result')).toBeVisible();
  await expect(view.getByRole('button', { name: 'Cancel' })).toBeHidden();
  await view.getByLabel('Only differences').click();
  await expect(view.getByRole('row', { name: /client open/ })).toBeVisible();
  await expectAccessible(running.page, 'two sessions compared', '.compare-view');
  await view.getByRole('button', { name: 'Open A' }).click();
  await expect(running.page.getByTestId('session-pane')).toHaveAttribute('data-session-id', id);
});
