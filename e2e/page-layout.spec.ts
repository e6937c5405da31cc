/**
 * The visual baseline of the main views: where their parts lie, and in which colours, in both themes. Boxes and colours are
 * compared instead of pixels, because fonts differ from machine to machine. `UPDATE_BASELINE=1` writes it anew.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';
import { ROOT } from './targets/running-console.ts';

type Part = { box: [x: number, y: number, width: number, height: number]; colours: string[] };
type View = Record<string, Part>;

const FILE = join(ROOT, 'e2e', 'page-layout.baseline.json');
/** Another font makes a text this much wider or higher, px. */
const FONT_PX = 40;

/** Their height depends on how many bars lie above them. */
const FLOATING = ['lane', 'messages', 'otherMessages', 'row', 'side', 'findings'];

/** What is looked at in every view, where it is there. */
const PARTS = {
  bar: '.top-bar',
  call: '[data-places-call]',
  sessions: '[role=listbox][aria-label=Sessions]',
  room: '.app-session',
  firstChoice: '.first-choice:first-of-type .primary',
  callPanel: '.call-panel',
  settingsNav: '.settings-nav',
  settingsSections: '.settings-sections',
  setting: '.setting-field input',
  setupPanel: '.setup-panel:not([hidden])',
  checkRun: '.check-view .primary',
  compareChoice: '.compare-choice',
  side: '.side',
  findings: '.findings',
  otherMessages: '[role=listbox][aria-label^="Messages, "]',
  lane: '[data-testid=lane-caller]',
  messages: '[role=listbox][aria-label=Messages]',
  row: '[role=listbox][aria-label=Messages] [role=option]',
};

function look(page: Page): Promise<View> {
  return page.evaluate(parts => {
    const view: View = {};
    for (const [name, selector] of Object.entries(parts)) {
      const element = document.querySelector(selector);
      const rect = element?.getBoundingClientRect();
      if (!element || !rect || rect.width === 0) continue;
      const { color, backgroundColor, borderBottomColor } = getComputedStyle(element);
      const box = [rect.x, rect.y, rect.width, rect.height].map(Math.round) as Part['box'];
      view[name] = { box, colours: [color, backgroundColor, borderBottomColor] };
    }
    return view;
  }, PARTS);
}

/** In a window at 200 % zoom everything can be reached without scrolling sideways. */
async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  expect.soft(scroll, `${what} at 200 %`).toBeLessThanOrEqual(client);
}

test('the main views lie where they did, in their colours, in both themes; zoomed nothing is out of reach, and nothing moves', async ({
  running: { page },
}) => {
  test.slow();
  const console = new ConsolePage(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const seen: Record<string, View> = {};
  const views: [string, () => Promise<void>][] = [
    ['first start', async () => expect(console.button('Talk to the bot now')).toBeEnabled()],
    [
      'settings',
      async () => {
        await console.button('Settings').click();
        await expect(page.getByRole('textbox', { name: 'Port', exact: true })).toBeVisible();
      },
    ],
    [
      'setup',
      async () => {
        await console.button('Setup').click();
        await expect(page.getByRole('heading', { name: '1 A way in from outside' })).toBeVisible();
      },
    ],
    [
      'check',
      async () => {
        await console.button('Check').click();
        await expect(console.button('Run check')).toBeEnabled();
      },
    ],
    [
      'compare',
      async () => {
        await console.button('Compare').click();
        await expect(page.getByLabel('Session A')).toBeVisible();
      },
    ],
    [
      'call options',
      async () => {
        await console.button('Compare').click();
        await console.button('Call options').click();
        await page.getByRole('radio', { name: 'Tone' }).check();
      },
    ],
    [
      'session',
      async () => {
        await console.button('Place call').click();
        await expect(page.getByTestId('call-state')).toHaveAttribute('data-state', 'open');
        await console.button('Call options').click();
        await console.expectSound('caller');
        await console.button('Hang up').click();
        await page.getByRole('button', { name: 'Close result' }).click();
        // Which row is looked at must not depend on how many there are.
        await expect(console.messages('genesys', 'closed')).toBeAttached();
        await console.log.evaluate(list => list.scrollTo(0, 0));
        await expect(console.log.getByRole('option').first()).toHaveAttribute('aria-posinset', '1');
      },
    ],
    [
      'findings',
      async () => {
        await page.getByTestId('findings-strip').getByRole('button').first().click();
        await expect(page.getByTestId('findings')).toBeVisible();
      },
    ],
    [
      'both views of a call',
      async () => {
        await console.button('Both').click();
        await expect(page.getByRole('listbox', { name: 'Messages, Caller’s view' })).toBeVisible();
      },
    ],
  ];
  for (const [name, open] of views) {
    await open();
    for (const theme of ['Light', 'Dark']) {
      const other = page.getByRole('button', { name: `${theme} theme` });
      if ((await other.count()) > 0) await other.click();
      // Whatever has the pointer or the focus looks other.
      await page.mouse.move(640, 799);
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      seen[`${name}, ${theme.toLowerCase()}`] = await look(page);
    }
    expect(await page.evaluate(() => document.getAnimations().length), `motion in ${name}`).toBe(0);
    const { scrollHeight, clientHeight } = await page.evaluate(() => ({
      scrollHeight: document.documentElement.scrollHeight,
      clientHeight: document.documentElement.clientHeight,
    }));
    expect.soft(scrollHeight, `${name}: panes scroll, the page does not`).toBeLessThanOrEqual(clientHeight);
    await page.setViewportSize({ width: 640, height: 400 });
    await expectNoSidewaysScroll(page, name);
    await page.setViewportSize({ width: 1280, height: 800 });
  }
  if (process.env.UPDATE_BASELINE || !existsSync(FILE)) {
    writeFileSync(FILE, `${JSON.stringify(seen, null, 2)}\n`);
    return;
  }
  const baseline: Record<string, View> = JSON.parse(readFileSync(FILE, 'utf8'));
  expect(Object.keys(seen)).toEqual(Object.keys(baseline));
  for (const [name, view] of Object.entries(baseline)) {
    for (const [part, { box, colours }] of Object.entries(view)) {
      const now = seen[name]?.[part];
      expect.soft(now?.colours, `colours of ${part} in ${name}`).toEqual(colours);
      const counts = FLOATING.includes(part) ? [0, 2] : [0, 1, 2, 3];
      const farthest = Math.max(...counts.map(at => Math.abs((box[at] ?? 0) - (now?.box[at] ?? 9999))));
      expect.soft(farthest, `box of ${part} in ${name}: ${now?.box}, was ${box}`).toBeLessThanOrEqual(FONT_PX);
    }
  }
});
