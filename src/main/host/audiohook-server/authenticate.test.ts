import { expect, test } from 'vitest';
import { requestHeaders } from '../genesys-client/sign-request.ts';
import { authenticate, type Verdict } from './authenticate.ts';

const CREDENTIALS = { apiKey: 'the-api-key', clientSecret: Buffer.from('the client secret').toString('base64') };
const CREATED_S = 1_760_000_000;
const NONCE = 'a-nonce-of-22-or-more-chars';

type Change = { headers?: Record<string, string | undefined>; target?: string; authority?: string; nowS?: number };

function upgrade(change: Change = {}, credentials = CREDENTIALS, nonce = NONCE, seen = new Set<string>()): Verdict {
  const url = new URL('ws://voice.example.test/demo-bot?lang=en');
  const id = '11111111-2222-4333-8444-555555555555';
  const ids = { organizationId: id, sessionId: id, correlationId: id };
  const headers = { ...requestHeaders({ url, ids, credentials, nonce, createdS: CREATED_S }), ...change.headers };
  const request = { target: change.target ?? '/demo-bot?lang=en', authority: change.authority ?? url.host, headers };
  return authenticate(request, CREDENTIALS, change.nowS ?? CREATED_S + 1, seen);
}

test('[AH-25] a request that is signed with the decoded secret is let in', () => {
  expect(upgrade()).toEqual({ ok: true, nonce: NONCE });
});

test('a credential without a secret needs no signature', () => {
  const open = { apiKey: CREDENTIALS.apiKey, clientSecret: '' };
  const url = new URL('ws://voice.example.test/');
  const id = '11111111-2222-4333-8444-555555555555';
  const ids = { organizationId: id, sessionId: id, correlationId: id };
  const headers = requestHeaders({ url, ids, credentials: open, nonce: NONCE, createdS: CREATED_S });
  expect(authenticate({ target: '/', authority: url.host, headers }, open, CREATED_S, new Set())).toMatchObject({
    ok: true,
  });
});

const short = 'sig1=:AAAA:';
test.each<[string, Change, string, RegExp]>([
  ['no key', { headers: { 'x-api-key': undefined } }, 'AH-20', /missing/],
  ['another key', { headers: { 'x-api-key': 'not-the-key' } }, 'AH-20', /not the key/],
  ['an OpenAI key', { headers: { 'x-api-key': 'sk-abc' } }, 'AH-20', /revoke/],
  ['no session id', { headers: { 'audiohook-session-id': undefined } }, 'AH-21', /session-id is missing/],
  ['a session id that is no UUID', { headers: { 'audiohook-session-id': 'x' } }, 'AH-21', /no UUID/],
  ['no signature', { headers: { signature: undefined } }, 'AH-22', /not signed/],
  ['garbage for a signature', { headers: { signature: ')(' } }, 'AH-23', /RFC 8941/],
  ['a signature of another length', { headers: { signature: short } }, 'AH-25', /does not match/],
  ['a query that was not signed', { target: '/demo-bot' }, 'AH-25', /does not match/],
  ['another host', { authority: 'voice.example.test:443' }, 'AH-25', /does not match/],
  ['a signature from 4 s in the future', { nowS: CREATED_S - 4 }, 'AH-24', /4\.0 s in the future/],
  ['a signature of 11 s ago', { nowS: CREATED_S + 11 }, 'AH-24', /expired/],
])('%s is refused, and the log says why', (_what, change, rule, detail) => {
  expect(upgrade(change)).toMatchObject({ ok: false, refusal: { rule, detail: expect.stringMatching(detail) } });
});

test('[AH-25] the widespread bug is named: the secret was used as raw text', () => {
  const raw = { ...CREDENTIALS, clientSecret: Buffer.from(CREDENTIALS.clientSecret).toString('base64') };
  const refusal = { rule: 'AH-25', detail: expect.stringContaining('base64-decode') };
  expect(upgrade({}, raw)).toEqual({ ok: false, refusal });
});

test('[AH-23] a short nonce is refused', () => {
  expect(upgrade({}, CREDENTIALS, 'short')).toMatchObject({ ok: false, refusal: { rule: 'AH-23' } });
});

test('[AH-24] a nonce counts once', () => {
  expect(upgrade({}, CREDENTIALS, NONCE, new Set([NONCE]))).toMatchObject({ ok: false, refusal: { rule: 'AH-24' } });
});

test('no refusal holds the key or the secret', () => {
  const all = [
    upgrade({ headers: { 'x-api-key': 'sk-secret-value' } }),
    upgrade({ target: '/x' }),
    upgrade({ nowS: 0 }),
  ];
  const text = JSON.stringify(all);
  for (const secret of ['sk-secret-value', CREDENTIALS.apiKey, CREDENTIALS.clientSecret])
    expect(text).not.toContain(secret);
});
