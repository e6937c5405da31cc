import { expect, test } from 'vitest';
import {
  authorityOf,
  buildSignatureParams,
  DOCS_ORDER,
  PRODUCTION_ORDER,
  signatureBase,
} from '../../../shared/audiohook/signature.ts';
import type { AcceptedCredentials } from '../settings/credentials.ts';
import { type AuthenticationOptions, authenticate, type Verdict } from './authenticate.ts';
import { hmac } from './hmac.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const OWN: AcceptedCredentials = {
  name: 'own',
  apiKey: 'the-api-key',
  clientSecret: base64('the client secret'),
  policy: 'signed',
};
const OTHER: AcceptedCredentials = {
  name: 'sales',
  apiKey: 'sales-key',
  clientSecret: base64('another secret'),
  policy: 'signed',
};
const OPEN: AcceptedCredentials = {
  name: 'open',
  apiKey: 'open-key',
  clientSecret: base64('a third secret'),
  policy: 'key-only',
};
const CREATED_S = 1_760_000_000;
const NONCE = 'a-nonce-of-22-or-more-chars';
const URL_CALLED = new URL('wss://voice.example.test/prefix/demo-bot?lang=en');
const ID = '11111111-2222-4333-8444-555555555555';

type Attempt = {
  /** Who signs, and with which key. */
  as?: AcceptedCredentials;
  key?: Uint8Array;
  /** What is signed, where that is not what is sent. */
  signedTarget?: string;
  signedAuthority?: string;
  baseOrder?: readonly string[];
  order?: readonly string[];
  label?: string;
  nonce?: string;
  expires?: number;
  /** What is changed on the way. */
  headers?: Record<string, string | undefined>;
  target?: string;
  authority?: string;
} & Partial<AuthenticationOptions>;

/** An upgrade as Genesys Cloud signs it, with what the attempt changes. */
function upgrade(attempt: Attempt = {}): Verdict {
  const credential = attempt.as ?? OWN;
  const target = `${URL_CALLED.pathname}${URL_CALLED.search}`;
  const headers: Record<string, string | undefined> = {
    host: URL_CALLED.host,
    'x-api-key': credential.apiKey,
    'audiohook-organization-id': ID,
    'audiohook-session-id': ID,
    'audiohook-correlation-id': ID,
  };
  const params = buildSignatureParams(attempt.order ?? DOCS_ORDER, {
    keyid: credential.apiKey,
    nonce: attempt.nonce ?? NONCE,
    created: CREATED_S,
    expires: attempt.expires ?? CREATED_S + 10,
  });
  const signed = {
    target: attempt.signedTarget ?? target,
    authority: attempt.signedAuthority ?? authorityOf(URL_CALLED),
    headers,
  };
  const base = signatureBase(signed, attempt.baseOrder ?? attempt.order ?? DOCS_ORDER, params);
  if (!base.ok) throw new Error(base.error.message);
  const key = attempt.key ?? Buffer.from(credential.clientSecret, 'base64');
  const label = attempt.label ?? 'sig1';
  headers.signature = `${label}=:${Buffer.from(hmac(base.value, key)).toString('base64')}:`;
  headers['signature-input'] = `${label}=${params}`;
  const received = {
    target: attempt.target ?? target,
    authority: attempt.authority ?? URL_CALLED.host,
    headers: { ...headers, ...attempt.headers },
  };
  return authenticate(received, {
    credentials: attempt.credentials ?? [OWN, OTHER, OPEN],
    nowS: attempt.nowS ?? CREATED_S + 1,
    seen: attempt.seen ?? new Set(),
    ...(attempt.skewS === undefined ? {} : { skewS: attempt.skewS }),
    publicAuthority: attempt.publicAuthority,
  });
}

const unsigned = { signature: undefined, 'signature-input': undefined };

test.each<[string, Attempt, string]>([
  ['signed in the order of the documentation', {}, 'own'],
  ['signed in the order of production', { order: PRODUCTION_ORDER }, 'own'],
  ['signed in any order, under any label', { order: [...DOCS_ORDER].reverse(), label: 'genesys' }, 'own'],
  ['of another pair', { as: OTHER }, 'sales'],
  ['of a pair for which the key is enough', { as: OPEN, headers: unsigned }, 'open'],
  ['of such a pair, signed all the same', { as: OPEN }, 'open'],
  [
    'behind a proxy, with the public authority set',
    { authority: '10.0.0.1:8080', publicAuthority: 'voice.example.test' },
    'own',
  ],
  ['5 s in the future, with a skew of 6 s', { nowS: CREATED_S - 5, skewS: 6 }, 'own'],
])('[AH-25] a request that is %s is let in', (_what, attempt, credential) => {
  expect(upgrade(attempt)).toMatchObject({ ok: true, credential });
});

test('a pair without a secret takes a signed request too: it cannot judge it', () => {
  const credentials = [{ ...OWN, clientSecret: '', policy: 'key-only' } as const];
  expect(upgrade({ credentials, key: Buffer.from('whatever') })).toMatchObject({ ok: true });
});

test.each<[string, Attempt, string, RegExp]>([
  ['no key', { headers: { 'x-api-key': undefined } }, 'AH-20', /missing/],
  ['another key', { headers: { 'x-api-key': 'not-the-key' } }, 'AH-20', /not the key/],
  ['an OpenAI key', { headers: { 'x-api-key': 'sk-abc' } }, 'AH-20', /revoke/],
  ['no session id', { headers: { 'audiohook-session-id': undefined } }, 'AH-21', /session-id is missing/],
  ['a session id that is no UUID', { headers: { 'audiohook-session-id': '-'.repeat(36) } }, 'AH-21', /no UUID/],
  ['no signature', { headers: unsigned }, 'AH-22', /not signed/],
  ['garbage for a signature', { headers: { signature: ')(' } }, 'AH-23', /RFC 8941/],
  ['a signature that covers too little', { order: ['@request-target', 'x-api-key'] }, 'AH-23', /@authority/],
  ['a keyid of another pair', { headers: { 'x-api-key': OTHER.apiKey } }, 'AH-23', /keyid/],
  ['a short nonce', { nonce: 'short' }, 'AH-23', /5 characters/],
  ['a signature of another length', { headers: { signature: 'sig1=:AAAA:' } }, 'AH-25', /does not match/],
  ['a signature from 4 s in the future', { nowS: CREATED_S - 4 }, 'AH-24', /4\.0 s in the future/],
  ['a signature of 11 s ago', { nowS: CREATED_S + 11 }, 'AH-24', /expired/],
  ['a signature that lives too long', { nowS: CREATED_S + 11, expires: CREATED_S + 9999 }, 'AH-24', /11\.0 s old/],
  ['a nonce for the second time', { seen: new Set([NONCE]) }, 'AH-24', /replayed/],
])('%s is refused, and the log says why', (_what, attempt, rule, detail) => {
  expect(upgrade(attempt)).toMatchObject({ ok: false, refusal: { rule, detail: expect.stringMatching(detail) } });
});

test.each<[string, Attempt, RegExp]>([
  ['the secret was used as raw text', { key: Buffer.from(OWN.clientSecret) }, /raw text.*base64-decode/],
  [
    'the secret of another pair was used',
    { key: Buffer.from(OTHER.clientSecret, 'base64') },
    /secret of sales, not with that of own/,
  ],
  [
    'a proxy rewrote Host',
    { authority: '10.0.0.1', headers: { 'x-forwarded-host': 'voice.example.test' } },
    /"voice\.example\.test".*proxy/,
  ],
  ['the port was signed too', { signedAuthority: 'voice.example.test:443' }, /"voice\.example\.test:443"/],
  ['the query was dropped', { signedTarget: '/prefix/demo-bot' }, /without the query/],
  ['a prefix was added', { signedTarget: '/demo-bot?lang=en' }, /"\/demo-bot": a prefix/],
  [
    'a prefix was taken away',
    { target: '/demo-bot?lang=en', headers: { 'x-forwarded-prefix': '/prefix' } },
    /prefix "\/prefix"/,
  ],
  [
    'the path was rewritten',
    { target: '/x', headers: { 'x-original-uri': '/prefix/demo-bot?lang=en' } },
    /original path/,
  ],
  ['slashes were joined', { target: '/prefix//demo-bot?lang=en' }, /single slashes/],
  ['a slash was added', { target: '/prefix/demo-bot/?lang=en' }, /without the slash/],
  ['the path was signed decoded', { target: '/prefix/demo%2Dbot?lang=en' }, /decoded path/],
  [
    'another order was signed than was listed',
    { order: PRODUCTION_ORDER, baseOrder: DOCS_ORDER },
    /order of the documentation/,
  ],
])('[AH-25] what would have matched is named: %s', (_what, attempt, detail) => {
  expect(upgrade(attempt)).toMatchObject({
    ok: false,
    refusal: { rule: 'AH-25', detail: expect.stringMatching(detail) },
  });
});

test('no refusal holds a key or a secret', () => {
  const all = [
    upgrade({ headers: { 'x-api-key': 'sk-secret-value' } }),
    upgrade({ target: '/x' }),
    upgrade({ nowS: 0 }),
    upgrade({ key: Buffer.from(OWN.clientSecret) }),
  ];
  const text = JSON.stringify(all);
  for (const { apiKey, clientSecret } of [OWN, OTHER, OPEN]) {
    expect(text).not.toContain(apiKey);
    expect(text).not.toContain(clientSecret);
  }
  expect(text).not.toContain('sk-secret-value');
});

test('a pair that allows it lets a signature of the raw secret in, with the line of the sample to change; others refuse it', () => {
  const raw: AcceptedCredentials = { ...OWN, name: 'sample', policy: 'raw-secret' };
  const asText = Buffer.from(OWN.clientSecret);
  expect(upgrade({ credentials: [raw], key: asText })).toMatchObject({
    ok: true,
    credential: 'sample',
    warning: { rule: 'AH-25', detail: expect.stringContaining("Buffer.from(secretString, 'base64')") },
  });
  expect(upgrade({ credentials: [raw] })).toEqual({ ok: true, credential: 'sample', nonce: NONCE });
  expect(upgrade({ credentials: [raw], key: Buffer.from('another') })).toMatchObject({ ok: false });
  expect(upgrade({ key: asText })).toMatchObject({
    ok: false,
    refusal: { detail: expect.stringContaining('raw text') },
  });
});

test('with a public address a call over the Host that arrives is let in as well, such as the console makes itself', () => {
  expect(upgrade({ publicAuthority: 'public.example.test' })).toMatchObject({ ok: true });
  expect(upgrade({ publicAuthority: 'public.example.test', signedAuthority: 'other.example.test' })).toMatchObject({
    ok: false,
  });
});
