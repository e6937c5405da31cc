/**
 * Who may open a session. The answer to a failure is a bare 401; the reason is for the console's own log, where it may
 * be as exact as it likes, but holds no secret. PROTOCOL section 2.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { CLOCK_SKEW_S, MIN_NONCE_CHARS, SIGNATURE_LIFETIME_S } from '../../../shared/audiohook/limits.ts';
import type { RuleId } from '../../../shared/audiohook/rules.ts';
import {
  DOCS_ORDER,
  type ParsedSignature,
  parseSignature,
  type SignedRequest,
  signatureBase,
} from '../../../shared/audiohook/signature.ts';
import type { Credentials } from '../settings/credentials.ts';

export type Refusal = { readonly rule: RuleId; readonly detail: string };
export type Verdict = { ok: true; nonce: string | undefined } | { ok: false; refusal: Refusal };

/** REF's UUID test: versions 1 to 5, and the null UUID. */
const UUID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[0-]{36})$/i;
const ID_HEADERS = ['audiohook-organization-id', 'audiohook-session-id', 'audiohook-correlation-id'] as const;

/** Headers by lower-case name, repeated ones joined with ", ". */
export function headersOf(request: IncomingMessage): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) headers[name] = values?.join(', ');
  return headers;
}

/**
 * Judges an upgrade.
 * @param nowS Unix seconds, fractional
 * @param seen nonces that were used and are still fresh: a second use is refused
 */
export function authenticate(
  request: SignedRequest,
  credentials: Credentials,
  nowS: number,
  seen: { has(nonce: string): boolean },
): Verdict {
  const { headers } = request;
  const apiKey = headers['x-api-key'];
  if (apiKey === undefined) return refuse('AH-20', 'The header X-API-KEY is missing.');
  if (!equalText(apiKey.trim(), credentials.apiKey)) {
    const hint = apiKey.startsWith('sk-')
      ? ' It begins with "sk-": that is an OpenAI key, which Genesys Cloud never needs. It has been exposed: revoke it.'
      : '';
    return refuse('AH-20', `X-API-KEY is not the key of this console.${hint}`);
  }
  for (const name of ID_HEADERS) {
    const value = headers[name];
    if (value === undefined) return refuse('AH-21', `The header ${name} is missing.`);
    if (!UUID.test(value)) return refuse('AH-21', `The header ${name} is no UUID.`);
  }
  if (credentials.clientSecret === '') return { ok: true, nonce: undefined };
  const [input, signature] = [headers['signature-input'], headers.signature];
  if (input === undefined || signature === undefined) {
    return refuse(
      'AH-22',
      'The request is not signed, but a client secret is set: Signature or Signature-Input is missing.',
    );
  }
  const parsed = parseSignature(input, signature);
  if (!parsed.ok) return refuse('AH-23', parsed.error.message);
  return judge(request, parsed.value, credentials, nowS, seen);
}

function judge(
  request: SignedRequest,
  signed: ParsedSignature,
  credentials: Credentials,
  nowS: number,
  seen: { has(nonce: string): boolean },
): Verdict {
  const { components, parameters } = signed;
  const missing = DOCS_ORDER.filter(name => !components.includes(name));
  if (missing.length > 0) return refuse('AH-23', `The signature does not cover ${missing.join(', ')}.`);
  if (!equalText(parameters.keyid, credentials.apiKey)) {
    return refuse('AH-23', 'keyid of the signature is not the X-API-KEY of the request.');
  }
  if (parameters.nonce.length < MIN_NONCE_CHARS) {
    return refuse(
      'AH-23',
      `The nonce has ${parameters.nonce.length} characters; at least ${MIN_NONCE_CHARS} are needed.`,
    );
  }
  const ageS = nowS - parameters.created;
  if (ageS < -CLOCK_SKEW_S) {
    return refuse('AH-24', `The signature was created ${(-ageS).toFixed(1)} s in the future: the clocks differ (NTP).`);
  }
  if (ageS > SIGNATURE_LIFETIME_S || (parameters.expires !== undefined && nowS > parameters.expires + CLOCK_SKEW_S)) {
    return refuse('AH-24', `The signature is ${ageS.toFixed(1)} s old, and has expired. Clocks (NTP), or a replay.`);
  }
  const base = signatureBase(request, components, signed.canonicalParams);
  if (!base.ok) return refuse('AH-23', base.error.message);
  if (!matches(base.value, Buffer.from(credentials.clientSecret, 'base64'), signed.signature)) {
    const raw = matches(base.value, Buffer.from(credentials.clientSecret, 'utf8'), signed.signature);
    return refuse(
      'AH-25',
      raw
        ? 'The signature matches when the client secret is used as raw text: the signer must base64-decode it first.'
        : 'The signature does not match: another client secret, or another path, query or host was signed.',
    );
  }
  if (seen.has(parameters.nonce)) return refuse('AH-24', 'The nonce was used before: a replayed request.');
  return { ok: true, nonce: parameters.nonce };
}

/** Constant-time; lengths first, because timingSafeEqual throws on unequal ones. */
function matches(base: string, key: Uint8Array, signature: Uint8Array): boolean {
  const expected = createHmac('sha256', key).update(base).digest();
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}

function equalText(given: string, expected: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function refuse(rule: RuleId, detail: string): Verdict {
  return { ok: false, refusal: { rule, detail } };
}
