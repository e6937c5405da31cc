/**
 * The visual baseline of the main views in both themes: where their parts lie, in which colours, what the waves are drawn
 * in, and every colour there is. Boxes and computed colours are compared instead of pixels, because fonts differ from
 * machine to machine, and until they fit, because a view may still be on its way. `UPDATE_BASELINE=1` writes it anew.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';
import { ROOT } from './targets/running-console.ts';

type Part = { box: [x: number, y: number, width: number, height: number]; colours: string[] };
type View = Record<string, Part>;
/** Colours by token, and in which one the most of a lane is drawn. */
type Baseline = { tokens: Record<string, Record<string, string>>; views: Record<string, View> };

const FILE = join(ROOT, 'e2e', 'page-layout.baseline.json');
/** Another font makes a text this much wider or higher, px. */
const FONT_PX = 40;

/** Their height depends on how many bars lie above them. */
const FLOATING = ['tab', 'tabPanel', 'lane', 'messages', 'otherMessages', 'row', 'side', 'findings'];

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
  tab: '.side [role=tab][aria-selected=true]',
  tabPanel: '.side [role=tabpanel]:not([hidden])',
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
      const colours = [color, backgroundColor, borderBottomColor];
      view[name] = { box, colours: name === 'lane' ? [...colours, drawnIn(element)] : colours };
    }
    return view;

    /** The colour that most of its opaque pixels have: the waves'. wavesurfer keeps its canvas in a shadow. */
    function drawnIn(lane: Element): string {
      const counts = new Map<string, number>();
      const roots = [lane, ...[...lane.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])];
      for (const canvas of roots.flatMap(root => [...root.querySelectorAll('canvas')])) {
        if (canvas.width === 0 || canvas.height === 0) continue;
        const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        for (let at = 0; at < pixels.length; at += 4) {
          if (pixels[at + 3] !== 255) continue;
          const colour = `rgb(${pixels[at]}, ${pixels[at + 1]}, ${pixels[at + 2]})`;
          counts.set(colour, (counts.get(colour) ?? 0) + 1);
        }
      }
      return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'nothing';
    }
  }, PARTS);
}

/** Every token that is a colour, as the theme of now has it. */
function tokens(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const rules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]);
    const root = rules.find(rule => rule instanceof CSSStyleRule && rule.selectorText === ':root') as CSSStyleRule;
    const names = [...root.style].filter(name => name.startsWith('--'));
    const sample = document.body.appendChild(document.createElement('i'));
    const found = names.flatMap(name => {
      if (!CSS.supports('color', root.style.getPropertyValue(name).trim())) return [];
      sample.style.color = `var(${name})`;
      return [[name, getComputedStyle(sample).color]];
    });
    sample.remove();
    return Object.fromEntries(found);
  });
}

/** What is not as in the baseline, in words. */
function differences(baseline: View, seen: View): string[] {
  return Object.entries(baseline).flatMap(([part, { box, colours }]) => {
    const now = seen[part];
    if (!now) return [`${part} is not there`];
    const counts = FLOATING.includes(part) ? [0, 2] : [0, 1, 2, 3];
    const farthest = Math.max(...counts.map(at => Math.abs((box[at] ?? 0) - (now.box[at] ?? 9999))));
    const moved = farthest > FONT_PX ? [`${part} lies at ${now.box}, not at ${box}`] : [];
    const painted = `${now.colours}` === `${colours}` ? [] : [`${part} is in ${now.colours}, not in ${colours}`];
    return [...moved, ...painted];
  });
}

/** In a window at 200 % zoom everything can be reached without scrolling sideways: the page, nor any pane of it. */
async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const sideways = () =>
    page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('body *')].flatMap(element => {
        const scrolls = element === document.documentElement || /auto|scroll/.test(getComputedStyle(element).overflowX);
        return scrolls && element.scrollWidth > element.clientWidth + 1
          ? [`${element.tagName} ${element.className}`]
          : [];
      }),
    );
  await expect.poll(sideways, `${what} at 200 %`).toEqual([]);
}

test('the main views lie where they did, in their colours, in both themes; zoomed nothing is out of reach, and nothing moves', async ({
  running: { page },
}) => {
  test.slow();
  const console = new ConsolePage(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const written: Baseline | undefined =
    process.env.UPDATE_BASELINE || !existsSync(FILE) ? undefined : JSON.parse(readFileSync(FILE, 'utf8'));
  const seen: Baseline = { tokens: {}, views: {} };
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
      'stand in the middle',
      async () => {
        await page.getByRole('tab', { name: 'Stand in the middle' }).click();
        await expect(page.getByTestId('relay-panel')).toBeVisible();
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
    ...['Transcript', 'Turns', 'Sequence'].map((tab): [string, () => Promise<void>] => [
      tab.toLowerCase(),
      async () => {
        await page.getByRole('tab', { name: tab }).click();
        await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible();
      },
    ]),
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
      const key = `${name}, ${theme.toLowerCase()}`;
      const before = written?.views[key];
      if (before) {
        await expect(async () => expect(differences(before, await look(page)), key).toEqual([])).toPass({
          timeout: 20_000,
        });
      }
      seen.views[key] = await look(page);
      seen.tokens[theme.toLowerCase()] ??= await tokens(page);
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
  if (!written) {
    writeFileSync(FILE, `${JSON.stringify(seen, null, 2)}\n`);
    return;
  }
  expect(Object.keys(seen.views)).toEqual(Object.keys(written.views));
  expect(seen.tokens).toEqual(written.tokens);
});
