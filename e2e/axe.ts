/** axe over a part of the page in both themes, quick enough for every stop: loaded once a page, and only told what is wrong. */
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** axe measures with styles of its own, which the page's policy refuses, as it should: for `toolNoise`. */
export const AXE_NOISE = /^console: Applying inline style violates/;

const { source } = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'))('axe-core') as {
  source: string;
};

type Options = { runOnly?: string[]; resultTypes: ['violations'] };
type Found = { violations: { id: string; nodes: { target: string[] }[] }[] };
type WithAxe = { axe?: { run(part: string, options: Options): Promise<Found> } };

/**
 * Nothing is wrong in light, nor in dark. Names and roles are the same in both themes: in the other one, only what colours
 * decide is measured again.
 */
export async function expectAccessible(page: Page, what: string, part = 'body'): Promise<void> {
  await expect(page.locator(part).first(), what).toBeVisible();
  // A page that was loaded anew has lost it.
  if (!(await page.evaluate(() => (window as WithAxe).axe !== undefined))) await page.evaluate(source);
  const found = await page.evaluate(async selector => {
    const { axe } = window as WithAxe;
    const root = document.documentElement;
    const chosen = root.dataset.theme ?? '';
    const wrong: string[] = [];
    for (const theme of ['light', 'dark']) {
      root.dataset.theme = theme;
      const only = theme === 'light' ? {} : { runOnly: ['color-contrast'] };
      const results = await axe?.run(selector, { ...only, resultTypes: ['violations'] });
      for (const { id, nodes } of results?.violations ?? []) {
        wrong.push(`${theme}, ${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
      }
    }
    root.dataset.theme = chosen;
    return wrong;
  }, part);
  expect.soft(found, what).toEqual([]);
}
