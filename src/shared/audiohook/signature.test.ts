import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { authorityOf, buildSignatureParams, DOCS_ORDER, parseSignature, signatureBase } from './signature.ts';

/** The test vectors of docs/rules/audiohook.md: A and B share their inputs, C is the sample of the public documentation. */
const A = {
  secret: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  request: {
    target: '/audioconnector/v1/demo-bot?lang=en',
    authority: 'voice.example.test',
    headers: {
      'audiohook-organization-id': '11111111-2222-4333-8444-555555555555',
      'audiohook-session-id': 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      'audiohook-correlation-id': '99999999-8888-4777-8666-555555555555',
      'x-api-key': 'dGVzdC1jb25zb2xlLWtleS0wMDE=',
    },
  },
  parameters: {
    keyid: 'dGVzdC1jb25zb2xlLWtleS0wMDE=',
    nonce: 'QUJDREVGR0hJSktMTU5PUFFS',
    created: 1760000000,
    expires: 1760000010,
  },
};
const C = {
  secret: 'TXlTdXBlclNlY3JldEtleVRlbGxOby0xITJAMyM0JDU=',
  request: {
    target: '/api/v1/voicebiometrics/ws',
    authority: 'audiohook.example.com',
    headers: {
      'audiohook-organization-id': 'd7934305-0972-4844-938e-9060eef73d05',
      'audiohook-session-id': '30b0e395-84d3-4570-ac13-9a62d8f514c0',
      'audiohook-correlation-id': 'e160e428-53e2-487c-977d-96989bf5c99d',
      'x-api-key': 'SGVsbG8sIEkgYW0gdGhlIEFQSSBrZXkh',
    },
  },
  parameters: {
    keyid: 'SGVsbG8sIEkgYW0gdGhlIEFQSSBrZXkh',
    nonce: 'VGhpc0lzQVVuaXF1ZU5vbmNl',
    created: 1641013200,
    expires: 3282026430,
  },
};

function sign(base: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(base).digest('base64');
}

function baseOf(vector: typeof A, params: string, components: readonly string[] = DOCS_ORDER): string {
  const base = signatureBase(vector.request, components, params);
  if (!base.ok) throw new Error(base.error.message);
  return base.value;
}

test('vector A: the order of the documentation', () => {
  const base = baseOf(A, buildSignatureParams(DOCS_ORDER, A.parameters));
  expect(Buffer.byteLength(base)).toBe(591);
  expect(sign(base, Buffer.from(A.secret, 'base64'))).toBe('WLHD/Zwk6cCkWkO2CiTco+1osFhg0qtyj/yWBHeJIIM=');
  expect(sign(base, Buffer.from(A.secret))).toBe('SXxrI7qRMnVOmm2P2iMB66cC3bSR1O5kQStkkyVcOo4=');
});

test('vector B: components and parameters in the order of production, read from Signature-Input', () => {
  const input =
    'sig1=("@request-target" "audiohook-session-id" "audiohook-organization-id" "audiohook-correlation-id" "x-api-key" "@authority");created=1760000000;expires=1760000010;keyid="dGVzdC1jb25zb2xlLWtleS0wMDE=";nonce="QUJDREVGR0hJSktMTU5PUFFS";alg="hmac-sha256"';
  const parsed = parseSignature(input, 'sig1=:6C5oEXlOS3ZUFs8b4jH3Ch8KAU2Un2bNWRI6BFuNJgo=:');
  if (!parsed.ok) throw new Error(parsed.error.message);
  const { components, canonicalParams, signature } = parsed.value;
  const base = baseOf(A, canonicalParams, components);
  expect(sign(base, Buffer.from(A.secret, 'base64'))).toBe(Buffer.from(signature).toString('base64'));
});

test('vector C: the sample of the public documentation', () => {
  const base = baseOf(C, buildSignatureParams(DOCS_ORDER, C.parameters));
  expect(sign(base, Buffer.from(C.secret, 'base64'))).toBe('NZBwyBHRRyRoeLqy1IzOa9VYBuI8TgMFt2GRDkDuJh4=');
});

test('any label is read, and one that only one header has does not count', () => {
  const params = buildSignatureParams(DOCS_ORDER, A.parameters);
  expect(parseSignature(`genesys=${params}`, 'genesys=:AAAA:')).toMatchObject({
    ok: true,
    value: { label: 'genesys' },
  });
  expect(parseSignature(`a=${params}`, 'b=:AAAA:')).toMatchObject({ ok: false, error: { code: 'invalid' } });
});

test.each([
  ['no dictionary', '((', 'sig1=:AAAA:', 'invalid'],
  ['a signature that is no byte sequence', 'sig1=("x-api-key");keyid="k";nonce="n";created=1', 'sig1=AAAA', 'invalid'],
  ['no nonce', 'sig1=("x-api-key");keyid="k";created=1', 'sig1=:AAAA:', 'invalid'],
  ['another algorithm', 'sig1=("x-api-key");keyid="k";nonce="n";created=1;alg="rsa"', 'sig1=:AAAA:', 'unsupported'],
])('%s is refused', (_what, input, signature, code) => {
  expect(parseSignature(input, signature)).toMatchObject({ ok: false, error: { code } });
});

test('a component that the request does not have is named', () => {
  const headers = { ...A.request.headers, 'x-api-key': undefined };
  const base = signatureBase({ ...A.request, headers }, DOCS_ORDER, 'x');
  expect(base).toMatchObject({ ok: false, error: { message: expect.stringContaining('"x-api-key"') } });
});

test('the authority is in lower case and without the default port', () => {
  expect(authorityOf(new URL('wss://Voice.Example.test:443/x'))).toBe('voice.example.test');
  expect(authorityOf(new URL('ws://127.0.0.1:8080/x'))).toBe('127.0.0.1:8080');
});
