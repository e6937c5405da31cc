import { expect, test } from 'vitest';
import type { CheckStatus } from '../../../shared/checks/check-report.ts';
import type { CheckState } from './check-controller.ts';
import { checkOf } from './check-form.ts';
import { countsOf, groupsOf } from './check-groups.ts';

const planned = ['a', 'b', 'c'].map((id, at) => ({ id, group: at < 2 ? 'opening' : 'ending', title: id }));
const judged = (id: string, status: CheckStatus) => ({
  id,
  group: '',
  title: '',
  status,
  detail: '',
  fix: '',
  source: '',
  sessionIds: [],
});
const state: CheckState = {
  phase: 'running',
  url: '',
  planned,
  results: new Map([
    ['b', judged('b', 'fail')],
    ['c', judged('c', 'pass')],
  ]),
  why: '',
};

test('all checks stand in their groups, judged or not; a filter leaves only what was judged so', () => {
  expect(groupsOf(state, 'all').map(({ group, rows }) => [group, rows.length])).toEqual([
    ['opening', 2],
    ['ending', 1],
  ]);
  expect(groupsOf(state, 'fail').map(({ rows }) => rows.map(({ id }) => id))).toEqual([['b']]);
  expect(countsOf(state)).toEqual({ pass: 1, fail: 1, warn: 0, na: 0 });
});

test('a check of another server needs its address, and a secret its key', () => {
  const form = {
    elsewhere: true,
    url: ' wss://voice.example.test ',
    apiKey: '',
    clientSecret: '',
    connectorId: 'demo',
    profile: 'monitor',
  } as const;
  expect(checkOf({ ...form, url: 'voice.example.test' })).toMatchObject({ ok: false });
  expect(checkOf({ ...form, clientSecret: 'c2VjcmV0' })).toMatchObject({ ok: false });
  expect(checkOf(form)).toEqual({
    ok: true,
    value: { target: 'wss://voice.example.test', connectorId: 'demo', profile: 'monitor' },
  });
  expect(checkOf({ ...form, elsewhere: false })).toEqual({
    ok: true,
    value: { connectorId: 'demo', profile: 'monitor' },
  });
});
