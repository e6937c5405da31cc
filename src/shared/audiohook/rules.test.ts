import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RULES } from './rules.ts';

const page = readFileSync(new URL('../../../docs/rules/audiohook.md', import.meta.url), 'utf8');

test('every rule stands on its page with how sure it is, and the page has no other', () => {
  const documented = [...page.matchAll(/^\| (AH-\d\d) \| .+ \| .+ \|$/gm)].map(([, id]) => id);
  expect(documented).toEqual(Object.keys(RULES));
});
