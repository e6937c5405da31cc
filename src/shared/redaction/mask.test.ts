import { expect, test } from 'vitest';
import { maskHeaders, maskTarget, SecretMask } from './mask.ts';

test('keys, signatures and bearer tokens of an upgrade are masked, and the rest is kept', () => {
  const headers = {
    Host: 'x',
    'X-API-KEY': 'k-12345',
    Signature: 'sig1=:AAAA:',
    Authorization: 'Bearer sk-abc',
    'Signature-Input': 'sig1=("x-api-key");created=1;keyid="k-12345";nonce="n"',
  };
  expect(maskHeaders(headers)).toEqual({
    host: 'x',
    'x-api-key': '«secret:x-api-key»',
    signature: '«secret:signature»',
    authorization: '«secret:authorization»',
    'signature-input': 'sig1=("x-api-key");created=1;keyid="«secret:keyid»";nonce="n"',
  });
});

test('query parameters that are named like secrets are masked in a target', () => {
  expect(maskTarget('/bot?lang=en&token=abc&api_key=d#x')).toBe(
    '/bot?lang=en&token=«secret:parameter»&api_key=«secret:parameter»#x',
  );
});

test('a known secret is taken out wherever it stands, also inside JSON text and URL-encoded', () => {
  const mask = new SecretMask();
  mask.hide('key', 'se/cret+value=');
  const nested = {
    a: ['x se/cret+value= y'],
    b: { text: JSON.stringify({ k: 'se/cret+value=' }) },
    c: 'se%2Fcret%2Bvalue%3D',
    n: 1,
  };
  expect(mask.apply(nested)).toEqual({
    a: ['x «secret:key» y'],
    b: { text: '{"k":"«secret:key»"}' },
    c: '«secret:key»',
    n: 1,
  });
});

test('of a secret that begins with another nothing stays, whichever was known first', () => {
  const mask = new SecretMask();
  mask.hide('short', 'abcdef');
  mask.hide('long', 'abcdef-and-more');
  mask.hide('short', 'abcdef');
  expect(mask.apply('abcdef-and-more abcdef')).toBe('«secret:long» «secret:short»');
});

test('a key that travels as a WebSocket subprotocol is masked, and the other protocols stay', () => {
  expect(maskHeaders({ 'Sec-WebSocket-Protocol': 'realtime, openai-insecure-api-key.sk-abc, openai-beta' })).toEqual({
    'sec-websocket-protocol': 'realtime, openai-insecure-api-key.«secret:key», openai-beta',
  });
});
