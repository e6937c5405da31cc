import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALL_RULES } from './all-rules.ts';
import { findingList } from './finding-list.ts';

test('docs/findings.md lists every finding as it is', () => {
  const written = readFileSync(new URL('../../../docs/findings.md', import.meta.url), 'utf8');
  expect(written).toBe(findingList());
});

test('every finding says what to do, in sentences', () => {
  for (const { id, title, explanation, fix } of ALL_RULES) {
    expect(fix.length, id).toBeGreaterThan(0);
    expect(title, id).not.toMatch(/\.$/);
    for (const sentence of [explanation, ...fix]) expect(sentence, id).toMatch(/[.)]$/);
  }
});
