/** The headers with which Genesys Cloud opens a session: who it is, and the proof. PROTOCOL section 2. */
import { createHmac } from 'node:crypto';
import type { FaultId } from '../../../shared/audiohook/faults.ts';
import { SIGNATURE_LIFETIME_S } from '../../../shared/audiohook/limits.ts';
import {
  authorityOf,
  buildSignatureParams,
  DOCS_ORDER,
  PRODUCTION_ORDER,
  signatureBase,
} from '../../../shared/audiohook/signature.ts';
import type { Credentials } from '../settings/credentials.ts';
import { productionSignatureParams } from './production-params.ts';

export type RequestIds = { organizationId: string; sessionId: string; correlationId: string };

/** `docs`: components and parameters as documented. `production`: as captured traffic has them. */
export type SigningOrder = 'docs' | 'production';

export type SigningOptions = {
  url: URL;
  ids: RequestIds;
  /** Absent: neither key nor signature. An empty secret: the key alone. */
  credentials: Credentials | undefined;
  /** At least 22 characters. */
  nonce: string;
  /** Unix seconds. */
  createdS: number;
  order?: SigningOrder | undefined;
  /** Of the signature; `sig1` where it is left out. */
  label?: string | undefined;
  /** Of connecting again: 0 is the first. Left out: no header. */
  attempt?: number | undefined;
  /** What is wrong on purpose; faults that do not concern the signature change nothing. */
  fault?: FaultId | undefined;
};

/** How far the clock is off in the faults of time, s. */
const CLOCK_OFF_S = 60;

/** All AudioHook headers of the upgrade. */
export function requestHeaders(options: SigningOptions): Record<string, string> {
  const { url, ids, credentials, nonce, order = 'docs', label = 'sig1', attempt, fault } = options;
  const headers: Record<string, string> = {
    'audiohook-organization-id': ids.organizationId,
    'audiohook-session-id': ids.sessionId,
    'audiohook-correlation-id': ids.correlationId,
    'user-agent': 'GenesysCloud-AudioHook-Client',
  };
  if (attempt !== undefined) headers['audiohook-retry-attempt'] = String(attempt);
  if (!credentials) return headers;
  headers['x-api-key'] = credentials.apiKey;
  if (credentials.clientSecret === '' || fault === 'no-signature') return headers;
  const createdS = options.createdS + (fault === 'stale-signature' ? -1 : fault === 'clock-off' ? 1 : 0) * CLOCK_OFF_S;
  const parameters = { keyid: credentials.apiKey, nonce, created: createdS, expires: createdS + SIGNATURE_LIFETIME_S };
  const components = order === 'docs' ? DOCS_ORDER : PRODUCTION_ORDER;
  const params = (order === 'docs' ? buildSignatureParams : productionSignatureParams)(components, parameters);
  const signed = { target: `${url.pathname}${url.search}`, authority: authorityOf(url), headers };
  const base = signatureBase(signed, components, params);
  if (!base.ok) throw new Error(base.error.message);
  const hmac = createHmac('sha256', keyOf(credentials, fault)).update(base.value).digest();
  const signature = fault === 'short-signature' ? hmac.subarray(0, hmac.length / 2) : hmac;
  headers.signature = `${label}=:${signature.toString('base64')}:`;
  headers['signature-input'] = `${label}=${params}`;
  return headers;
}

/** The decoded client secret; the faults use its text, or another one. */
function keyOf({ clientSecret }: Credentials, fault: FaultId | undefined): Buffer {
  if (fault === 'raw-secret-signature') return Buffer.from(clientSecret, 'utf8');
  const key = Buffer.from(clientSecret, 'base64');
  if (fault === 'wrong-signature') key[0] = (key[0] ?? 0) ^ 0xff;
  return key;
}
