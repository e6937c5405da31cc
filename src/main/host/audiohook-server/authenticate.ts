/**
 * Who may open a session. The answer to a failure is a bare 401; the reason is for the console's own log, where it may
 * be as exact as it likes, but holds no secret. PROTOCOL section 2.
 */
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
import type { AcceptedCredentials } from '../settings/credentials.ts';
import { explainMismatch } from './explain-mismatch.ts';
import { equalBytes, hmac } from './hmac.ts';

export type Refusal = { readonly rule: RuleId; readonly detail: string };
export type Verdict =
  | { ok: true; credential: string; nonce: string | undefined; warning?: Refusal }
  | { ok: false; refusal: Refusal };

export type AuthenticationOptions = {
  credentials: readonly AcceptedCredentials[];
  /** Unix seconds, fractional. */
  nowS: number;
  /** Nonces that were used and are still fresh: a second use is refused. */
  seen: { has(nonce: string): boolean };
  /** How far the clocks may differ, s. */
  skewS?: number;
  /** What Genesys Cloud may have signed as `@authority` instead of the Host header, where a proxy rewrites that. */
  publicAuthority?: string | undefined;
};

/** The sample is Genesys' Audio Connector blueprint (PROTOCOL section 2.5). */
const RAW_SECRET =
  "The signature was made with the client secret as raw text, as Genesys's sample does; this pair allows it, Genesys Cloud itself decodes the secret. In the sample's secret-service.ts change Buffer.from(secretString) to Buffer.from(secretString, 'base64').";

/** REF's UUID test: versions 1 to 5, and the null UUID. */
const UUID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|0{8}-(?:0{4}-){3}0{12})$/i;
const ID_HEADERS = ['audiohook-organization-id', 'audiohook-session-id', 'audiohook-correlation-id'] as const;

/** Headers by lower-case name, repeated ones joined with ", ". */
export function headersOf(request: IncomingMessage): Record<string, string | undefined> {
  // No prototype: a signed component named "constructor" is a header that is not there.
  const headers: Record<string, string | undefined> = Object.create(null);
  for (const [name, values] of Object.entries(request.headersDistinct)) headers[name] = values?.join(', ');
  return headers;
}

/** Judges an upgrade as it came: target and headers are never normalised before. */
export function authenticate(request: SignedRequest, options: AuthenticationOptions): Verdict {
  const { headers } = request;
  const apiKey = headers['x-api-key']?.trim();
  if (apiKey === undefined) return refuse('AH-20', 'The header X-API-KEY is missing.');
  const credential = findKey(apiKey, options.credentials);
  if (!credential) {
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
  const [input, signature] = [headers['signature-input'], headers.signature];
  if (input === undefined || signature === undefined) {
    if (credential.policy === 'key-only') return { ok: true, credential: credential.name, nonce: undefined };
    return refuse(
      'AH-22',
      'The request is not signed, but a client secret is set: Signature or Signature-Input is missing.',
    );
  }
  // Genesys Cloud signs only where a secret is set; what is signed with a secret that we do not have cannot be judged.
  if (credential.clientSecret === '' && credential.policy === 'key-only')
    return { ok: true, credential: credential.name, nonce: undefined };
  const parsed = parseSignature(input, signature);
  if (!parsed.ok) return refuse('AH-23', parsed.error.message);
  return judge(request, parsed.value, credential, options);
}

function judge(
  request: SignedRequest,
  signed: ParsedSignature,
  credential: AcceptedCredentials,
  options: AuthenticationOptions,
): Verdict {
  const { components, parameters } = signed;
  const { nowS, seen, credentials, skewS = CLOCK_SKEW_S } = options;
  const missing = DOCS_ORDER.filter(name => !components.includes(name));
  if (missing.length > 0) return refuse('AH-23', `The signature does not cover ${missing.join(', ')}.`);
  if (!equalText(parameters.keyid, credential.apiKey)) {
    return refuse('AH-23', 'keyid of the signature is not the X-API-KEY of the request.');
  }
  if (parameters.nonce.length < MIN_NONCE_CHARS) {
    const length = parameters.nonce.length;
    return refuse('AH-23', `The nonce has ${length} characters; at least ${MIN_NONCE_CHARS} are needed.`);
  }
  const ageS = nowS - parameters.created;
  if (ageS < -skewS) {
    return refuse('AH-24', `The signature was created ${(-ageS).toFixed(1)} s in the future: the clocks differ (NTP).`);
  }
  const expired = parameters.expires !== undefined && nowS > parameters.expires + skewS;
  if (ageS > Math.max(SIGNATURE_LIFETIME_S, skewS) || expired) {
    return refuse('AH-24', `The signature is ${ageS.toFixed(1)} s old, and has expired. Clocks (NTP), or a replay.`);
  }
  const asPublic = { ...request, authority: options.publicAuthority ?? request.authority };
  const base = signatureBase(asPublic, components, signed.canonicalParams);
  if (!base.ok) return refuse('AH-23', base.error.message);
  const key = Buffer.from(credential.clientSecret, 'base64');
  const signedWith = (bytes: Uint8Array) =>
    // The public host where a proxy rewrites Host; and as received: the console's own calls, and its tunnel.
    [asPublic, request].some(as => {
      const signedBase = signatureBase(as, components, signed.canonicalParams);
      return signedBase.ok && equalBytes(hmac(signedBase.value, bytes), signed.signature);
    });
  const matches = signedWith(key);
  if (!matches && !(credential.policy === 'raw-secret' && signedWith(Buffer.from(credential.clientSecret)))) {
    return refuse('AH-25', explainMismatch(asPublic, signed, credential, credentials));
  }
  if (seen.has(parameters.nonce)) return refuse('AH-24', 'The nonce was used before: a replayed request.');
  const verdict = { ok: true, credential: credential.name, nonce: parameters.nonce } as const;
  return matches ? verdict : { ...verdict, warning: { rule: 'AH-25', detail: RAW_SECRET } };
}

/** Every pair is looked at, so that the time says nothing about which one fits. */
function findKey(apiKey: string, credentials: readonly AcceptedCredentials[]): AcceptedCredentials | undefined {
  let found: AcceptedCredentials | undefined;
  for (const credential of credentials) if (equalText(apiKey, credential.apiKey)) found ??= credential;
  return found;
}

function equalText(given: string, expected: string): boolean {
  const digest = (text: string) => hmac(text, Buffer.from('compare'));
  return equalBytes(digest(given), digest(expected));
}

function refuse(rule: RuleId, detail: string): Verdict {
  return { ok: false, refusal: { rule, detail } };
}
