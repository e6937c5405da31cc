/** One session on the page: log and sound on one clock, what is hidden when it cannot be, and a small window. */
import { get } from 'node:http';
import type { Locator, Page } from '@playwright/test';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

/** A call with something said, that has ended. */
async function endedCall(page: Page): Promise<{ console: ConsolePage; id: string }> {
  const console = new ConsolePage(page);
  const id = await console.call();
  await console.expectSound('caller');
  await console.expectSound('bot');
  await console.hangUp(id);
  await expect(page.getByTestId('session-state')).toHaveText('ended');
  return { console, id };
}

const textOf = async (element: Locator) => (await element.textContent()) ?? '';
const timeOf = (row: Locator) => textOf(row.locator('.log-time'));

test('a click on either of log and sound moves the other; G jumps both ways; Play marks and follows', async ({
  running: { page },
}) => {
  const { console } = await endedCall(page);
  const cursor = page.getByTestId('cursor-time');
  const selected = console.log.locator('[aria-selected=true]');
  const waves = page.getByRole('slider', { name: 'Position' });
  const width = (await waves.boundingBox())?.width ?? 0;

  await waves.click({ position: { x: width * 0.9, y: 60 } });
  const clicked = await textOf(cursor);
  await expect(selected).toHaveCount(0);
  const current = console.log.locator('[aria-current]');
  await expect(current).toHaveCount(1);
  expect((await timeOf(current)) <= clicked).toBe(true);

  // From the waveforms to the log: the first row from there on is selected.
  await page.keyboard.press('g');
  await expect(selected).toBeInViewport();
  expect((await timeOf(selected)) >= clicked).toBe(true);
  await expect(cursor).toHaveText(clicked);
  // And back: the playhead goes to the selected row.
  await console.log.focus();
  await page.keyboard.press('g');
  await expect(cursor).toHaveText(await timeOf(selected));

  await console.toFirstMessage();
  const opened = console.messages('genesys', 'opened');
  await opened.click();
  await expect(selected).toHaveAttribute('data-type', 'opened');
  await expect(cursor).toHaveText(await timeOf(opened));
  const start = await textOf(cursor);
  await console.button('Play').click();
  await expect(cursor).not.toHaveText(start);
  await expect.poll(() => timeOf(current)).not.toBe(await timeOf(opened));
  await expect(current).toBeInViewport();
  // Play has scrolled away from it; it is selected all the same.
  await expect(page.getByRole('region', { name: 'Message', exact: true }).getByRole('heading')).toHaveText('opened');
  // Closed once, the pane stays closed in the next window, and still opens for a message that is clicked.
  await page.keyboard.press('Control+b');
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  // Only rows near the visible ones are in the page, and the log may open where it was left.
  await expect(console.log.getByRole('option').first()).toBeVisible();
  await console.toFirstMessage();
  await console.messages('genesys', 'opened').click();
  await expect(page.getByRole('region', { name: 'Message', exact: true }).getByRole('heading')).toHaveText('opened');
});

test('a call is open from either side or from both; only buttons that can match are there, and a pressed one stays so', async ({
  running: { page },
}) => {
  const { console } = await endedCall(page);
  // What was at the top of the log is at the top of both, before anything is pressed; and they scroll together.
  const topTime = (list: Locator) =>
    list.evaluate(element => {
      const { top } = element.getBoundingClientRect();
      const rows = [...element.querySelectorAll('[role=option]')].map(row => ({
        row,
        y: row.getBoundingClientRect().y,
      }));
      const first = rows.filter(({ y }) => y > top - 13).sort((a, b) => a.y - b.y)[0];
      return first?.row.querySelector('.log-time')?.textContent ?? '';
    });
  const other = page.getByRole('listbox', { name: 'Messages, Caller’s view' });
  await console.toFirstMessage();
  await console.button('Both').click();
  await expect(other.getByRole('option').first()).toBeVisible();
  await console.log.hover();
  await page.mouse.wheel(0, 480);
  await expect(async () => {
    const [own, beside] = [await topTime(console.log), await topTime(other)];
    expect(own > '0:00.100' && beside >= own, `${own} beside ${beside}`).toBe(true);
  }).toPass();
  await other.hover();
  await page.mouse.wheel(0, -9999);
  await expect.poll(() => console.log.evaluate(element => element.scrollTop)).toBe(0);
  await other.locator('[role=option][data-type=opened]').click();
  await expect(page.getByRole('region', { name: 'Message', exact: true }).getByRole('heading')).toHaveText('opened');
  // The server's log went to the same moment.
  await expect(console.log.locator('[aria-current=time]')).toBeInViewport();
  await expect(other.locator('[aria-current=time]')).toHaveAttribute('data-type', 'opened');
  await page.keyboard.press('Escape');
  await console.button('Server’s view').click();
  await expect(other).toBeHidden();

  const background = (button: Locator) => button.evaluate(element => getComputedStyle(element).backgroundColor);
  const resting = await background(console.button('OpenAI'));
  await console.button('OpenAI').hover();
  expect(await background(console.button('OpenAI'))).toBe(resting);

  for (const name of ['Genesys', 'OpenAI', 'Audio', 'Notes']) await console.button(name).click();
  await expect(page.getByText('Every row is hidden: press Genesys, OpenAI, Audio or Notes above')).toBeVisible();

  await console.button('Caller’s view').click();
  await expect(console.button('Server')).toBeVisible();
  await expect(console.button('OpenAI')).toBeHidden();
});

test('a refused upgrade says why in the list, has no empty waveforms, and explains its rule', async ({
  running: { page },
}) => {
  const console = new ConsolePage(page);
  const server = /ws:\S+/.exec(await textOf(page.getByTestId('server-state')))?.[0] ?? '';
  const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
  await new Promise<void>((resolve, reject) => {
    const key = { 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' };
    const request = get(server.replace('ws:', 'http:'), { headers: { ...headers, ...key } }, response => {
      response.resume();
      resolve();
    });
    request.once('error', reject);
  });
  const row = console.sessions.first();
  await expect(row).toHaveAttribute('data-kind', 'refused');
  await expect(row.getByTestId('session-outcome')).toHaveText(/^401: /);
  await row.click();
  // A burst of refusals is one session, which ends when no more come.
  await expect(page.getByText('No audio in this session.')).toBeVisible();
  await expect(console.button('Play')).toBeHidden();
  await console.messages('console', 'AH-20').click();
  await expect(page.getByTestId('rule-text')).toContainText('X-API-KEY');
});

test('in a small window the message goes below the table, boxes stay inside, and nothing needs more height', async ({
  running: { page },
}) => {
  const { console } = await endedCall(page);
  await page.setViewportSize({ width: 800, height: 600 });
  await console.toFirstMessage();
  await page.keyboard.press('Escape');
  // The lowest row that can be clicked: it is not covered by its own message.
  const lowest = await console.log.evaluate(list => ({ x: 80, y: list.clientHeight - 20 }));
  await console.log.click({ position: lowest });
  await expect(console.log.locator('[aria-selected=true]')).toBeInViewport();
  await expect(async () => {
    const table = await console.log.boundingBox();
    const message = await page.getByRole('region', { name: 'Message', exact: true }).boundingBox();
    expect(message?.y).toBeGreaterThan((table?.y ?? 0) + (table?.height ?? 0) - 1);
    expect(message?.width).toBeGreaterThan(500);
  }).toPass();
  for (const name of [/^Server/, /^Bot/]) {
    await page.locator('.top-bar').getByRole('button', { name }).click();
    await expect(async () => {
      const popover = await page.locator('.disclosure-box').boundingBox();
      expect(popover?.x).toBeGreaterThanOrEqual(0);
      expect((popover?.x ?? 0) + (popover?.width ?? 0)).toBeLessThanOrEqual(800);
    }).toPass();
    await page.keyboard.press('Escape');
  }
  const overflow = () =>
    page.evaluate(() => {
      const { scrollHeight, scrollWidth, clientHeight, clientWidth } = document.documentElement;
      return [scrollHeight - clientHeight, scrollWidth - clientWidth];
    });
  await expect.poll(overflow).toEqual([0, 0]);
});
