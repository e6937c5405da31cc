import { expect, test } from 'vitest';
import { profileFor } from './connector-profile.ts';
import { changed, type JsonObject } from './document.ts';
import { DEFAULT_SETTINGS, parseSettings } from './settings.ts';

test('an empty file is all defaults', () => {
  expect(parseSettings('{}')).toEqual({ ok: true, value: { settings: DEFAULT_SETTINGS, document: {}, unknown: [] } });
  expect(DEFAULT_SETTINGS.server).toMatchObject({ basePath: '/', clockSkewS: 3, ratePerSecond: 5, rateBurst: 25 });
});

test.each([
  ['{', /not JSON/],
  ['[]', /at the top: not an object/],
  ['{"server":{"host":"not a host"}}', /at server\.host: not an address/],
  ['{"openai":{"baseURL":"ftp://x"}}', /at openai\.baseURL: not an address/],
  ['{"server":{"clockSkewS":"3"}}', /at server\.clockSkewS/],
  ['{"server":{"basePath":"v1"}}', /at server\.basePath/],
  ['{"profiles":[{"match":"a"},{"match":"b","bot":"parrot"}]}', /at profiles\.1\.bot/],
])('%s is refused, and the place is named', (text, sentence) => {
  expect(parseSettings(text)).toMatchObject({ ok: false, error: { message: expect.stringMatching(sentence) } });
});

test('a field that is not known is kept and named; a note is only kept', () => {
  const document = {
    '//': 'for the demo',
    sever: {},
    server: { basePath: '/v1', '// why': 'the proxy' },
    profiles: [{ match: 'a', realtime: { voise: 'x', turnDetection: { type: 'server_vad', treshold: 1 } } }],
  };
  const read = parseSettings(JSON.stringify(document));
  expect(read).toMatchObject({
    ok: true,
    value: {
      document,
      unknown: expect.arrayContaining([
        'sever',
        'profiles.0.realtime.voise',
        'profiles.0.realtime.turnDetection.treshold',
      ]),
      settings: { server: { basePath: '/v1' }, profiles: [{ match: 'a' }] },
    },
  });
  expect(read.ok && read.value.unknown).toHaveLength(3);
});

test('a change keeps the rest of the file and its order; a reset leaves no empty objects behind', () => {
  const document: JsonObject = { note: 1, server: { port: 1, x: true }, profiles: [{ match: 'a' }, { match: 'b' }] };
  expect(JSON.stringify(changed(document, ['server', 'port'], 2))).toBe(
    '{"note":1,"server":{"port":2,"x":true},"profiles":[{"match":"a"},{"match":"b"}]}',
  );
  expect(changed(document, ['profiles', 1, 'realtime', 'voice'], 'marin')).toMatchObject({
    profiles: [{ match: 'a' }, { match: 'b', realtime: { voice: 'marin' } }],
  });
  expect(changed(document, ['profiles', 0], undefined)).toMatchObject({ profiles: [{ match: 'b' }] });
  expect(changed({ openai: { project: 'p' } }, ['openai', 'project'], undefined)).toEqual({});
  expect(changed({}, ['openai', 'project'], undefined)).toEqual({});
  expect(changed(document, [], undefined)).toEqual({});
  expect(document).toMatchObject({ server: { port: 1 } });
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
