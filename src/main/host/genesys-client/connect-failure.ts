/** Why a connection did not come about, in one sentence that says what to change. */
import { maskTarget } from '../../../shared/redaction/mask.ts';

/** `final`: another try would fare no better, and Genesys makes none (AH-32). */
export type ConnectProblem = { readonly sentence: string; readonly final: boolean };

type Refusal = { status: number; location?: string | undefined; hasKey?: boolean };

export type ConnectFailure = Refusal | { error: NodeJS.ErrnoException };

/** A refused upgrade, a name that does not resolve and a host that cannot be reached are final; a drop is not. */
export function connectProblem(url: URL, failure: ConnectFailure): ConnectProblem {
  const dropped =
    'error' in failure && (['ECONNRESET', 'ETIMEDOUT'].includes(failure.error.code ?? '') || timedOut(failure.error));
  return { sentence: connectFailure(url, failure), final: !dropped };
}

function timedOut(error: Error): boolean {
  return /handshake has timed out/i.test(error.message);
}

export function connectFailure(url: URL, failure: ConnectFailure): string {
  const where = maskTarget(url.href);
  if ('status' in failure) return `${where} answered the upgrade with HTTP ${failure.status}: ${meaningOf(failure)}`;
  const { error } = failure;
  switch (error.code) {
    case 'ECONNREFUSED':
      return `Nothing listens at ${url.host}: start the server, or check host and port of ${where}.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name ${url.hostname} does not resolve: check the host of ${where}, and the network.`;
    case 'ECONNRESET':
      return `${where} dropped the connection before it answered the upgrade.`;
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${url.host} cannot be reached (${error.code}): check host, port and firewall of ${where}.`;
    default:
      if (timedOut(error)) {
        return `${where} accepted the connection but did not answer the upgrade within 5 s.`;
      }
      if (/wrong version number|EPROTO/i.test(error.message)) {
        return `${where} does not speak TLS: use ws:// if it is a local server without a certificate.`;
      }
      return `${where} cannot be reached: ${error.message}.`;
  }
}

function meaningOf(failure: Refusal): string {
  switch (failure.status) {
    case 401:
    case 403:
      if (failure.hasKey === false)
        return 'no API key was sent. Give its API key and client secret (--api-key, --client-secret), or --data-dir of the console that runs there.';
      return "it does not accept the API key or the signature. The server's own log says which.";
    case 404:
      return 'it does not know this path. Check the base URL and the Connector ID.';
    case 200:
      return 'this is a web page, not a WebSocket server. Check host, port and path.';
    case 301:
    case 302:
    case 307:
    case 308:
      return `it redirects${failure.location ? ` to ${maskTarget(failure.location)}` : ''}, which Genesys Cloud does not follow.`;
    default:
      return 'a WebSocket server answers 101.';
  }
}
