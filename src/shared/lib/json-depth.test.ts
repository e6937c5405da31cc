import { expect, test } from 'vitest';
import { isTooDeep } from './json-depth.ts';

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

test('64 levels pass, 65 do not', () => {
  expect([nested(64), nested(65), `{"a":${nested(64)}}`].map(text => isTooDeep(text))).toEqual([false, true, true]);
});

test('what stands in strings, and what is closed again, does not count', () => {
  expect(isTooDeep(JSON.stringify({ text: '['.repeat(500), quote: `\\"${'{'.repeat(500)}` }))).toBe(false);
  expect(isTooDeep(`[${Array(500).fill('[]').join(',')}]`)).toBe(false);
});
