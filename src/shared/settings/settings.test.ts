import { expect, test } from 'vitest';
import { profileFor } from './connector-profile.ts';
import { DEFAULT_SETTINGS, parseSettings } from './settings.ts';

test('an empty file is all defaults', () => {
  expect(parseSettings('{}')).toEqual({ ok: true, value: DEFAULT_SETTINGS });
  expect(DEFAULT_SETTINGS.server).toMatchObject({ basePath: '/', clockSkewS: 3, ratePerSecond: 5, rateBurst: 25 });
});

test.each([
  ['{', /not JSON/],
  ['{"sever":{}}', /"sever"/],
  ['{"server":{"clockSkewS":"3"}}', /at server\.clockSkewS/],
  ['{"server":{"basePath":"v1"}}', /at server\.basePath/],
  ['{"profiles":[{"match":"a"},{"match":"b","bot":"parrot"}]}', /at profiles\.1\.bot/],
  ['{"profiles":[{"match":"a","realtime":{"voise":"x"}}]}', /at profiles\.0\.realtime.*"voise"/],
])('%s is refused, and the place is named', (text, sentence) => {
  expect(parseSettings(text)).toMatchObject({ ok: false, error: { message: expect.stringMatching(sentence) } });
});

test('the first profile that matches counts; * stands for any text, and nothing else is special', () => {
  const profiles = [{ match: 'sales' }, { match: 'sales-*' }, { match: 'a.c' }, { match: '*/emea' }];
  const matched = (id: string) => profileFor(profiles, id)?.match;
  expect(['sales', 'sales-', 'sales-x/y', 'a.c', 'abc', 'x/emea', 'Sales', ''].map(matched)).toEqual([
    'sales',
    'sales-*',
    'sales-*',
    'a.c',
    undefined,
    '*/emea',
    undefined,
    undefined,
  ]);
});
