import { expect, test } from 'vitest';
import { jsonDifferences, jsonLines, valueText } from './json-tree.ts';

const message = { type: 'open', media: [{ rate: 8000 }], 'odd key': null };

test('every value has a line with its path', () => {
  expect(jsonLines(message, new Set()).map(line => line.path)).toEqual([
    '$',
    '$.type',
    '$.media',
    '$.media[0]',
    '$.media[0].rate',
    '$["odd key"]',
  ]);
  expect(jsonLines(message, new Set(['$.media'])).map(line => line.path)).toEqual([
    '$',
    '$.type',
    '$.media',
    '$["odd key"]',
  ]);
});

test('base64 is never printed, and a long text is cut', () => {
  expect(valueText('A'.repeat(400))).toBe('«base64: 300 bytes»');
  expect(valueText('a b '.repeat(400))).toMatch(/… 1600 characters$/);
  expect(valueText([])).toBe('[]');
});

test('two messages differ in their leaves', () => {
  expect(jsonDifferences({ seq: 1, parameters: { a: [1, 2] } }, { seq: 2, parameters: { a: [1], b: 'x' } })).toEqual([
    { path: '$.seq', before: 1, after: 2 },
    { path: '$.parameters.a[1]', before: 2, after: undefined },
    { path: '$.parameters.b', before: undefined, after: 'x' },
  ]);
  expect(jsonDifferences(message, { ...message })).toEqual([]);
});
