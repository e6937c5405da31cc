/** The lines of preflight in their order: what each is called, and where its rule comes from. */
import type { CheckResult } from '../checks/check-report.ts';
import type { Finding } from './finding.ts';

export type PreflightLine = {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly source: string;
};

const DOCUMENTED = 'Genesys documentation (documented)';
const line = (id: string, group: string, title: string, source: string): PreflightLine => ({
  id,
  group,
  title,
  source,
});

/** Before any connection. */
export const ADDRESS_LINES = {
  address: line('address', 'address', 'The Base Connection URI is an address', DOCUMENTED),
  scheme: line('scheme', 'address', 'It begins with wss://', DOCUMENTED),
  port: line('port', 'address', 'It is on port 443', DOCUMENTED),
  host: line('host', 'address', 'Its host can take AudioHook calls', 'list of hosts of this console'),
  connectorId: line('connector-id', 'address', 'The Connector ID is a short name', 'reports of others (second-hand)'),
  apiKey: line('api-key', 'address', 'The API key is one that Genesys Cloud accepts', DOCUMENTED),
  clientSecret: line('client-secret', 'address', 'The client secret is base64', DOCUMENTED),
} as const;

export const NETWORK_LINES = {
  dns: line('dns', 'network', 'The host name resolves to a public address', DOCUMENTED),
  tcp: line('tcp', 'network', 'Something listens there', DOCUMENTED),
  tlsChain: line('tls-chain', 'network', 'Its certificate is of a public CA, with its chain', DOCUMENTED),
  tlsName: line('tls-name', 'network', 'The certificate is for this name', DOCUMENTED),
  tlsVersion: line('tls-version', 'network', 'TLS is 1.2 or 1.3', 'RFC 8996 (ours)'),
  tlsExpiry: line('tls-expiry', 'network', 'The certificate has not expired', DOCUMENTED),
} as const;

/** What only our own server can answer. */
export const ARRIVAL_LINE = line(
  'arrival',
  'upgrade and security',
  'No proxy rewrites Host or path, or drops headers',
  'AH-25; host, path and headers are signed (documented)',
);

export function resultOf({ id, group, title, source }: PreflightLine, finding: Finding): CheckResult {
  const { status, detail, fix } = finding;
  return { id, group, title, status, detail, fix, source: finding.source ?? source };
}
