/**
 * Why a signature did not match: what would have matched is worked out and named. This is for the console's own log; the
 * client gets a bare 401. Only the host can do it, because only the host has the secrets; the note keeps the answer.
 */
import {
  DOCS_ORDER,
  type ParsedSignature,
  PRODUCTION_ORDER,
  type SignedRequest,
  signatureBase,
} from '../../../shared/audiohook/signature.ts';
import type { AcceptedCredentials } from '../settings/credentials.ts';
import { equalBytes, hmac } from './hmac.ts';

type Variant = { request?: Partial<SignedRequest>; key?: Uint8Array; components?: readonly string[]; because: string };

/** One or two sentences; never holds a secret. */
export function explainMismatch(
  request: SignedRequest,
  signed: ParsedSignature,
  credential: AcceptedCredentials,
  all: readonly AcceptedCredentials[],
): string {
  const own = Buffer.from(credential.clientSecret, 'base64');
  const fits = ({ request: change, key = own, components = signed.components }: Variant): boolean => {
    const base = signatureBase({ ...request, ...change }, components, signed.canonicalParams);
    return base.ok && equalBytes(hmac(base.value, key), signed.signature);
  };
  const found = [...variants(request, credential, all)].find(fits);
  if (found) return `The signature does not match. ${found.because}`;
  return 'The signature does not match: another client secret, or another path, query or host was signed.';
}

function* variants(
  request: SignedRequest,
  credential: AcceptedCredentials,
  all: readonly AcceptedCredentials[],
): Generator<Variant> {
  yield {
    key: Buffer.from(credential.clientSecret, 'utf8'),
    because:
      'It matches when the client secret is used as raw text: the signer must base64-decode it first (a widespread sample does not).',
  };
  for (const other of all) {
    if (other.clientSecret === credential.clientSecret || other.clientSecret === '') continue;
    yield {
      key: Buffer.from(other.clientSecret, 'base64'),
      because: `It matches with the client secret of ${other.name}, not with that of ${credential.name}: key and secret are of two pairs.`,
    };
  }
  for (const authority of authorities(request)) {
    yield {
      request: { authority },
      because: `It matches when the host is "${authority}": a proxy rewrote the Host header. Set the public authority to "${authority}".`,
    };
  }
  for (const { target, because } of targets(request)) yield { request: { target }, because };
  for (const [order, name] of [
    [DOCS_ORDER, 'documentation'],
    [PRODUCTION_ORDER, 'production'],
  ] as const) {
    yield {
      components: order,
      because: `It matches when the components are in the order of the ${name}: the signer must follow the order of Signature-Input.`,
    };
  }
}

/** Hosts that the client may have meant: what a proxy says that it was, and the received one with and without a port. */
function authorities({ authority, headers }: SignedRequest): string[] {
  const host = authority.replace(/:\d+$/, '');
  const forwarded = (headers['x-forwarded-host'] ?? '').split(',').map(value => value.trim());
  const standard = /host="?([^";,]+)"?/i.exec(headers.forwarded ?? '')?.[1];
  const all = [
    headers.host,
    ...forwarded,
    standard,
    headers['x-original-host'],
    host,
    `${host}:443`,
    authority.toLowerCase(),
  ];
  return unique(all).filter(value => value !== authority);
}

/** Targets that the client may have signed, where something on the way changed the path or the query. */
function targets({ target, headers }: SignedRequest): { target: string; because: string }[] {
  const query = target.indexOf('?');
  const [path, rest] = query < 0 ? [target, ''] : [target.slice(0, query), target.slice(query)];
  const original = unique([headers['x-original-uri'], headers['x-forwarded-uri'], headers['x-original-url']]);
  const prefix = headers['x-forwarded-prefix']?.replace(/\/+$/, '');
  const shorter = path
    .split('/')
    .slice(1)
    .map((_part, at, parts) => `/${parts.slice(at + 1).join('/')}`);
  return [
    ...original.map(value => ({
      target: value,
      because: `It matches for the original path "${value}": a proxy rewrote it.`,
    })),
    ...(prefix
      ? [{ target: prefix + target, because: `It matches with the prefix "${prefix}", which a proxy took away.` }]
      : []),
    {
      target: path,
      because: 'It matches without the query: the signer left it out, or something on the way added it.',
    },
    {
      target: path.replace(/\/{2,}/g, '/') + rest,
      because: 'It matches with single slashes: something on the way changed them.',
    },
    { target: path.replace(/\/+$/, '') + rest, because: 'It matches without the slash at the end.' },
    { target: `${path}/${rest}`, because: 'It matches with a slash at the end.' },
    {
      target: decoded(path) + rest,
      because: 'It matches for the decoded path: the target must be signed as it is sent.',
    },
    ...shorter.map(value => ({
      target: value + rest,
      because: `It matches for "${value}": a prefix of the path was added on the way.`,
    })),
  ].filter(variant => variant.target !== target);
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter(value => value !== undefined && value !== ''))] as string[];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A malformed escape has no decoded form.
    return path;
  }
}
