/** Headers of an upgrade, signed as Genesys Cloud does it, or wrong in exactly one way. PROTOCOL section 2. */
import { createHmac } from 'node:crypto';
import { serializeInnerList } from 'structured-headers';
import { SIGNATURE_LIFETIME_S } from '../../../shared/audiohook/limits.ts';
import { authorityOf, DOCS_ORDER, signatureBase } from '../../../shared/audiohook/signature.ts';
import type { RequestIds } from '../genesys-client/sign-request.ts';
import type { Credentials } from '../settings/credentials.ts';

const DOCS_PARAMETERS = ['keyid', 'nonce', 'alg', 'created', 'expires'] as const;
const PRODUCTION_PARAMETERS = ['created', 'expires', 'keyid', 'nonce', 'alg'] as const;

/** What is different from a proper request in the documentation's order. */
export type UpgradeChange = {
  components?: readonly string[];
  productionParameters?: boolean;
  label?: string;
  keyid?: string;
  nonce?: string;
  alg?: string;
  /** Seconds that the signer's clock is ahead; negative: the signature is old. */
  clockAheadS?: number;
  /** Takes the secret's characters for the key, instead of what they decode to. */
  secretAsText?: boolean;
  /** The secret to sign with, base64. */
  secret?: string;
  /** The request target that is signed, where it is not the one that is called. */
  signedTarget?: string;
  /** Bytes of the signature that are sent. */
  signatureBytes?: number;
  unsigned?: boolean;
  /** Instead of the key of the credentials; null: none. */
  apiKey?: string | null;
  sessionIdHeader?: string;
  organizationId?: string;
  userAgent?: string;
  upperCaseNames?: boolean;
};

export type UpgradeOptions = {
  url: URL;
  ids: RequestIds;
  credentials: Credentials | undefined;
  nonce: string;
  /** Unix seconds. */
  nowS: number;
};

/** All AudioHook headers of the upgrade. */
export function upgradeHeaders(options: UpgradeOptions, change: UpgradeChange = {}): Record<string, string> {
  const { ids, credentials } = options;
  const headers: Record<string, string> = {
    'audiohook-organization-id': ids.organizationId,
    'audiohook-session-id': change.sessionIdHeader ?? ids.sessionId,
    'audiohook-correlation-id': ids.correlationId,
    'user-agent': change.userAgent ?? 'GenesysCloud-AudioHook-Client',
  };
  const apiKey = change.apiKey === null ? undefined : (change.apiKey ?? credentials?.apiKey);
  if (apiKey !== undefined) headers['x-api-key'] = apiKey;
  if (credentials && credentials.clientSecret !== '' && !change.unsigned) sign(options, change, headers);
  if (!change.upperCaseNames) return headers;
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
}

function sign(options: UpgradeOptions, change: UpgradeChange, headers: Record<string, string>): void {
  const { url, credentials } = options;
  const created = Math.floor(options.nowS + (change.clockAheadS ?? 0));
  const values = {
    keyid: change.keyid ?? headers['x-api-key'] ?? credentials?.apiKey ?? '',
    nonce: change.nonce ?? options.nonce,
    alg: change.alg ?? 'hmac-sha256',
    created,
    expires: created + SIGNATURE_LIFETIME_S,
  };
  const order = change.productionParameters ? PRODUCTION_PARAMETERS : DOCS_PARAMETERS;
  const components = (change.components ?? DOCS_ORDER).filter(name => name !== 'x-api-key' || 'x-api-key' in headers);
  const params = serializeInnerList([
    components.map(name => [name, new Map()]),
    new Map<string, string | number>(order.map(name => [name, values[name]])),
  ]);
  const target = change.signedTarget ?? `${url.pathname}${url.search}`;
  const base = signatureBase({ target, authority: authorityOf(url), headers }, components, params);
  if (!base.ok) throw new Error(base.error.message);
  const secret = change.secret ?? credentials?.clientSecret ?? '';
  const key = Buffer.from(secret, change.secretAsText ? 'utf8' : 'base64');
  const hmac = createHmac('sha256', key).update(base.value).digest();
  const label = change.label ?? 'sig1';
  headers.signature = `${label}=:${hmac.subarray(0, change.signatureBytes ?? hmac.length).toString('base64')}:`;
  headers['signature-input'] = `${label}=${params}`;
}
