import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_MODEL } from './openai-bot.ts';
import { loadPrices, SHIPPED_PRICES } from './prices.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prices-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the table that ships is dated, and knows the model that is asked for by default', async () => {
  expect(await loadPrices(folder)).toEqual({ ok: true, value: SHIPPED_PRICES });
  expect(SHIPPED_PRICES.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(SHIPPED_PRICES.perMillionTokens[DEFAULT_MODEL]).toMatchObject({ audioIn: 32, audioOut: 64 });
});

test("a user's table replaces it whole", async () => {
  const own = { ...SHIPPED_PRICES, asOf: '2026-11-01', perMillionTokens: {} };
  writeFileSync(join(folder, 'prices.json'), JSON.stringify(own));
  expect(await loadPrices(folder)).toEqual({ ok: true, value: own });
});

test.each([
  ['{"asOf":', /prices\.json is not JSON/],
  [JSON.stringify({ ...SHIPPED_PRICES, asOf: 'today' }), /prices\.json at asOf: /],
])('a table that cannot be used is named, with the place: %s', async (text, words) => {
  writeFileSync(join(folder, 'prices.json'), text);
  const loaded = await loadPrices(folder);
  expect(loaded.ok).toBe(false);
  if (!loaded.ok) expect(loaded.error.message).toMatch(words);
});
