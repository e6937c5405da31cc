import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALL_CHECKS } from './all-checks.ts';

test('every check that comes first is one that there is', () => {
  const source = readFileSync(new URL('../../../shared/checks/first-things.ts', import.meta.url), 'utf8');
  const roots = [...source.matchAll(/^ {2}'([a-z-]+)',$/gm)].map(([, id]) => id);
  expect(roots.length).toBeGreaterThan(10);
  expect(ALL_CHECKS.map(({ id }) => id)).toEqual(expect.arrayContaining(roots));
});
