/** The headers with which Genesys Cloud opens a session: who it is, and the proof. PROTOCOL section 2. */
import { createHmac } from 'node:crypto';
import { SIGNATURE_LIFETIME_S } from '../../../shared/audiohook/limits.ts';
import { authorityOf, buildSignatureParams, DOCS_ORDER, signatureBase } from '../../../shared/audiohook/signature.ts';
import type { Credentials } from '../settings/credentials.ts';

export type RequestIds = { organizationId: string; sessionId: string; correlationId: string };

export type SigningOptions = {
  url: URL;
  ids: RequestIds;
  /** Absent: neither key nor signature. An empty secret: the key alone. */
  credentials: Credentials | undefined;
  /** At least 22 characters. */
  nonce: string;
  /** Unix seconds. */
  createdS: number;
};

/** All AudioHook headers of the upgrade. */
export function requestHeaders(options: SigningOptions): Record<string, string> {
  const { url, ids, credentials, nonce, createdS } = options;
  const headers: Record<string, string> = {
    'audiohook-organization-id': ids.organizationId,
    'audiohook-session-id': ids.sessionId,
    'audiohook-correlation-id': ids.correlationId,
    'user-agent': 'GenesysCloud-AudioHook-Client',
  };
  if (!credentials) return headers;
  headers['x-api-key'] = credentials.apiKey;
  if (credentials.clientSecret === '') return headers;
  const params = buildSignatureParams(DOCS_ORDER, {
    keyid: credentials.apiKey,
    nonce,
    created: createdS,
    expires: createdS + SIGNATURE_LIFETIME_S,
  });
  const signed = { target: `${url.pathname}${url.search}`, authority: authorityOf(url), headers };
  const base = signatureBase(signed, DOCS_ORDER, params);
  if (!base.ok) throw new Error(base.error.message);
  const key = Buffer.from(credentials.clientSecret, 'base64');
  headers.signature = `sig1=:${createHmac('sha256', key).update(base.value).digest('base64')}:`;
  headers['signature-input'] = `sig1=${params}`;
  return headers;
}
