/**
 * AudioHook's HTTP message signature: the early IETF draft (component `@request-target` is path and query without the
 * method), not RFC 9421. Builds the signature base; the HMAC itself is computed by the host, which holds the secret.
 * Source: PROTOCOL section 2.3 and 2.4, vectors A, B and C.
 */
import { type InnerList, isInnerList, parseDictionary, serializeInnerList } from 'structured-headers';
import { fail, ok, type Result } from '../lib/result.ts';

/** All six must be signed. This is the order of the documentation and of the reference code. */
export const DOCS_ORDER = [
  '@request-target',
  '@authority',
  'audiohook-organization-id',
  'audiohook-session-id',
  'audiohook-correlation-id',
  'x-api-key',
] as const;

/** The order seen in captured production traffic. */
export const PRODUCTION_ORDER = [
  '@request-target',
  'audiohook-session-id',
  'audiohook-organization-id',
  'audiohook-correlation-id',
  'x-api-key',
  '@authority',
] as const;

/** What the signed names stand for: the target and authority as received, and the headers in lower case. */
export type SignedRequest = {
  /** Path and query exactly as on the wire: never normalised. */
  readonly target: string;
  /** The Host header, or the public authority where one is configured. */
  readonly authority: string;
  /** Lower-case names; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string | undefined>>;
};

export type SignatureParameters = {
  keyid: string;
  nonce: string;
  /** Unix seconds. */
  created: number;
  expires: number | undefined;
  alg: string;
};

export type ParsedSignature = {
  label: string;
  signature: Uint8Array;
  components: string[];
  parameters: SignatureParameters;
  /** `@signature-params` in canonical form: the last line of the base. */
  canonicalParams: string;
};

/** Splits Signature-Input and Signature. The label is read from them, not assumed. */
export function parseSignature(
  signatureInput: string,
  signature: string,
): Result<ParsedSignature, 'invalid' | 'unsupported'> {
  let label: string | undefined;
  let list: InnerList;
  let value: unknown;
  try {
    const inputs = parseDictionary(signatureInput);
    const signatures = parseDictionary(signature);
    label = [...inputs.keys()].find(key => signatures.has(key));
    if (label === undefined) return fail('invalid', 'Signature and Signature-Input have no label in common.');
    const input = inputs.get(label);
    if (!input || !isInnerList(input)) return fail('invalid', `Signature-Input ${label} is no list of components.`);
    list = input;
    value = signatures.get(label)?.[0];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('invalid', `Signature or Signature-Input is no RFC 8941 dictionary: ${reason}`);
  }
  if (!(value instanceof ArrayBuffer)) return fail('invalid', `Signature ${label} is no byte sequence (:base64:).`);
  const components = list[0].map(([name]) => name);
  if (!components.every(name => typeof name === 'string')) {
    return fail('invalid', `Signature-Input ${label} names a component that is no string.`);
  }
  const [, params] = list;
  const [keyid, nonce, created] = [params.get('keyid'), params.get('nonce'), params.get('created')];
  const [expires, alg] = [params.get('expires'), params.get('alg') ?? 'hmac-sha256'];
  if (typeof keyid !== 'string' || typeof nonce !== 'string' || typeof created !== 'number') {
    return fail('invalid', `Signature-Input ${label} lacks keyid, nonce or created.`);
  }
  if (expires !== undefined && typeof expires !== 'number') {
    return fail('invalid', `Signature-Input ${label}: expires is no integer.`);
  }
  if (alg !== 'hmac-sha256') return fail('unsupported', `Signature-Input ${label}: alg is not "hmac-sha256".`);
  return ok({
    label,
    signature: new Uint8Array(value),
    components: components.map(name => name.toLowerCase()),
    parameters: { keyid, nonce, created, expires, alg },
    canonicalParams: serializeInnerList(list),
  });
}

/**
 * The text that is signed: one line a component, then `@signature-params`; joined by LF, none at the end.
 * Fails with the name of a component that the request does not have.
 */
export function signatureBase(
  request: SignedRequest,
  components: readonly string[],
  canonicalParams: string,
): Result<string, 'missing-component'> {
  const lines: string[] = [];
  for (const name of components) {
    const value =
      name === '@request-target' ? request.target : name === '@authority' ? request.authority : headerOf(request, name);
    if (value === undefined)
      return fail('missing-component', `The request has no "${name}", which the signature covers.`);
    lines.push(`"${name}": ${value.replace(/\r?\n[ \t]+/g, ' ').trim()}`);
  }
  lines.push(`"@signature-params": ${canonicalParams}`);
  return ok(lines.join('\n'));
}

function headerOf({ headers }: SignedRequest, name: string): string | undefined {
  return Object.hasOwn(headers, name) ? headers[name] : undefined;
}

/** The value behind `sig1=` for a signature that we make, parameters in the order of the documentation. */
export function buildSignatureParams(
  components: readonly string[],
  parameters: Omit<SignatureParameters, 'alg' | 'expires'> & { expires: number },
): string {
  return serializeInnerList([
    components.map(name => [name, new Map()]),
    new Map<string, string | number>([
      ['keyid', parameters.keyid],
      ['nonce', parameters.nonce],
      ['alg', 'hmac-sha256'],
      ['created', parameters.created],
      ['expires', parameters.expires],
    ]),
  ]);
}

/** `@authority` as a signer writes it: host in lower case, default port left out. */
export function authorityOf(url: { host: string; protocol: string }): string {
  const host = url.host.toLowerCase();
  return url.protocol === 'wss:' ? host.replace(/:443$/, '') : host.replace(/:80$/, '');
}
