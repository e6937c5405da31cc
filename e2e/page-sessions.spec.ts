/** The list of sessions: searched, filtered, marked by keys, deleted and had back. */
import { get } from 'node:http';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

/** An upgrade that no credential comes with. */
function refusedUpgrade(server: string, path: string): Promise<void> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  return new Promise((resolve, reject) => {
    const request = get(`${server.replace('ws:', 'http:')}${path}`, { headers }, response => {
      response.resume();
      resolve();
    });
    request.once('error', reject);
  });
}

test('sessions are searched, filtered, marked, deleted and had back, all by keys', async ({ running: { page } }) => {
  const console = new ConsolePage(page);
  const id = await console.call();
  // Hung up only when the model has said something: it is searched for below.
  await expect(page.getByTestId('model-session')).toBeVisible();
  await console.hangUp(id);
  const server = /ws:\S+/.exec((await page.getByTestId('server-state').textContent()) ?? '')?.[0] ?? '';
  await refusedUpgrade(server, 'sales-bot');
  const refused = page.locator('[role=option][data-kind=refused]');
  await expect(refused).toHaveAttribute('data-state', 'ended');
  await expect(console.sessions).toHaveCount(2);

  await page.keyboard.press('/');
  await page.keyboard.type('401');
  await expect(console.sessions).toHaveCount(1);
  await expect(console.sessions).toHaveAttribute('data-kind', 'refused');
  await page.keyboard.press('Escape');
  await expect(console.sessions).toHaveCount(2);
  // What only stands in the messages of a call.
  await page.keyboard.type('session.created');
  await expect(console.sessions).toHaveCount(0);
  await console.button('Search in messages too').click();
  await expect(page.getByTestId('message-search')).toHaveText('1 with it in their messages');
  await expect(console.session(id)).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search sessions' }).press('Escape');
  await expect(console.sessions).toHaveCount(2);
  await page.keyboard.press('Escape');
  const list = page.getByRole('listbox', { name: 'Sessions' });
  await expect(list).toBeFocused();
  await page.keyboard.press('F6');
  await expect(page.locator('.waves :focus')).toHaveCount(1);
  await page.keyboard.press('F6');
  await expect(console.log).toBeFocused();
  await page.keyboard.press('Shift+F6');
  await page.keyboard.press('Shift+F6');
  await expect(list).toBeFocused();

  await page.getByRole('button', { name: /^Listed: All/ }).click();
  await page.getByRole('menuitemradio', { name: 'Live' }).click();
  await expect(page.getByText('No session is like that.')).toBeVisible();
  await page.getByRole('button', { name: /^Listed: Live/ }).click();
  await page.getByRole('menuitemradio', { name: 'All' }).click();

  // Folded to a strip by keys, also over a reload; a search or a click brings it back.
  const edge = page.getByRole('separator', { name: 'Resize sessions' });
  await edge.press('Enter');
  await expect(list).toBeHidden();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search sessions' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(list).toBeFocused();
  await edge.press('Enter');
  await expect(list).toBeHidden();
  await page.reload();
  await expect(console.button('Sessions')).toBeVisible();
  await expect(list).toBeHidden();
  await console.button('Sessions').click();
  await expect(list).toBeFocused();

  await page.keyboard.press('Home');
  await expect(refused).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(console.sessions).toHaveCount(0);
  await expect(page.getByText('3 sessions deleted.')).toBeVisible();
  await console.button('Undo').click();
  await expect(console.sessions).toHaveCount(2);
  await console.session(id).click();
  await expect(console.log.getByRole('option').first()).toBeVisible();
});
