/**
 * The dry run: what Genesys Cloud would send for four fields as typed, and what is wrong with them. Offline and without
 * secrets: the signature itself is not made, its place is shown.
 */
import { AUDIO_CONNECTOR_OFFER } from '../audiohook/media.ts';
import { DOCS_ORDER } from '../audiohook/signature.ts';
import type { CheckResult } from '../checks/check-report.ts';
import { readAddress } from './address.ts';
import { judgeApiKey, judgeClientSecret, judgeConnectorId } from './form-fields.ts';
import { ADDRESS_LINES, resultOf } from './preflight-lines.ts';

export type FourFields = {
  readonly baseUri: string;
  readonly connectorId: string;
  readonly apiKey: string;
  readonly clientSecret: string;
};

export type FinalUrl = {
  /** Who would have to supply the slash for this one to be opened. */
  readonly form: 'one slash' | 'none added' | 'two slashes';
  readonly url: string;
  readonly note: string;
};

export type DryRun = {
  readonly findings: readonly CheckResult[];
  /** Every URL that Genesys Cloud may open, as who supplies the slash is not established. */
  readonly urls: readonly FinalUrl[];
  /** Name and value, as on the wire, of the first URL; values of secrets are described, not shown. */
  readonly request: readonly string[];
  /** The first message after the upgrade. */
  readonly open: string;
};

export function findingsOf({ baseUri, connectorId, apiKey, clientSecret }: FourFields): CheckResult[] {
  const address = readAddress(baseUri);
  return [
    resultOf(ADDRESS_LINES.address, address.address),
    resultOf(ADDRESS_LINES.scheme, address.scheme),
    resultOf(ADDRESS_LINES.port, address.port),
    resultOf(ADDRESS_LINES.host, address.host),
    resultOf(ADDRESS_LINES.connectorId, judgeConnectorId(connectorId)),
    resultOf(ADDRESS_LINES.apiKey, judgeApiKey(apiKey)),
    resultOf(ADDRESS_LINES.clientSecret, judgeClientSecret(clientSecret, apiKey)),
  ];
}

/** The forms of base + Connector ID, without those that are equal. A query of the base stays where it was typed. */
export function finalUrls(base: string, connectorId: string): FinalUrl[] {
  const id = connectorId.trim();
  const typed = base.trim();
  if (id === '')
    return [{ form: 'none added', url: typed, note: 'the connection probe, and a base without Connector ID' }];
  const bare = typed.replace(/\/+$/, '');
  const clean = id.replace(/^\/+/, '');
  const all: FinalUrl[] = [
    { form: 'one slash', url: `${bare}/${clean}`, note: 'most likely: seen in reports of others' },
    { form: 'none added', url: `${typed}${id}`, note: 'if Genesys Cloud only puts the two together' },
    { form: 'two slashes', url: `${bare}//${clean}`, note: 'if it adds a slash to a base that ends with one' },
  ];
  return all.filter((form, at) => all.findIndex(other => other.url === form.url) === at);
}

export function dryRun(fields: FourFields): DryRun {
  const { url } = readAddress(fields.baseUri);
  const urls = url
    ? finalUrls(url.href === `${fields.baseUri.trim()}/` ? fields.baseUri : url.href, fields.connectorId)
    : [];
  const [first] = urls;
  const target = first ? URL.parse(first.url) : null;
  return { findings: findingsOf(fields), urls, request: target ? requestOf(target, fields) : [], open: openOf() };
}

function requestOf(url: URL, { apiKey, clientSecret }: FourFields): string[] {
  const signed = apiKey !== '' && clientSecret !== '';
  return [
    `GET ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: (16 random bytes in base64)',
    'User-Agent: GenesysCloud-AudioHook-Client',
    'Audiohook-Organization-Id: (UUID of the organization)',
    'Audiohook-Session-Id: (UUID, new for every call)',
    'Audiohook-Correlation-Id: (UUID)',
    ...(apiKey === '' ? [] : ['X-API-KEY: (the API key)']),
    ...(signed
      ? [
          `Signature-Input: sig1=(${DOCS_ORDER.map(name => `"${name}"`).join(' ')});keyid="(the API key)";nonce="…";alg="hmac-sha256";created=…;expires=…`,
          'Signature: sig1=:(HMAC-SHA256 with the base64-decoded client secret):',
        ]
      : []),
  ];
}

function openOf(): string {
  const parameters = {
    organizationId: '…',
    conversationId: '…',
    participant: { id: '…', ani: 'tel:+15550100001', aniName: '', dnis: 'tel:+15550100002' },
    media: AUDIO_CONNECTOR_OFFER,
    language: 'en-us',
    inputVariables: {},
  };
  return JSON.stringify({ version: '2', type: 'open', id: '…', seq: 1, serverseq: 0, position: 'PT0S', parameters });
}
