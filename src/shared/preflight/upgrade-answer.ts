/** What an HTTP answer to the upgrade says, and what to change. */
import { maskTarget } from '../redaction/mask.ts';
import { ngrokCodeIn, ngrokError } from '../tunnel/ngrok-errors.ts';
import { type Finding, green, red, unknown } from './finding.ts';

export type HttpAnswer = {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The beginning of the body. */
  readonly body: string;
};

/** @param what which request it was, as the subject of a sentence: "The upgrade on base + Connector ID" */
export function judgeUpgradeAnswer(answer: HttpAnswer, what: string, hasKey: boolean): Finding {
  const { status, headers, body } = answer;
  const ngrok = ngrokCodeIn(headers['ngrok-error-code'] ?? body);
  if (ngrok) {
    const { meaning, fix } = ngrokError(ngrok);
    return red(`${what} was answered by ngrok with ${ngrok} (HTTP ${status}): ${meaning}`, fix);
  }
  if (status === 101) return green(`${what} was answered with 101${seenProxies(headers)}.`);
  const said = `${what} was answered with HTTP ${status}`;
  if (status >= 300 && status < 400) {
    const to = headers.location ? ` to ${maskTarget(headers.location)}` : '';
    return red(
      `${said}, a redirect${to}, which Genesys Cloud does not follow.`,
      /login|signin|auth|sso/i.test(headers.location ?? '')
        ? 'A login page stands before the server: let requests with an API key pass it.'
        : 'Give Genesys Cloud the address that is redirected to (slash at the end, www, another host), or end the redirect.',
    );
  }
  return refusal(status, said, answer, hasKey);
}

function refusal(status: number, said: string, { headers, body }: HttpAnswer, hasKey: boolean): Finding {
  const isPage = /text\/html/i.test(headers['content-type'] ?? '') || /<html/i.test(body);
  switch (status) {
    case 200:
      return red(
        isPage ? `${said}: a web page.` : `${said}: plain HTTP, no WebSocket.`,
        'Nothing takes the upgrade on this path. Check the path, and that every proxy on the way passes on Upgrade and Connection.',
      );
    case 401:
    case 403: {
      if (!hasKey) {
        return unknown(
          `${said}: it wants an API key, and none was given. Give API key and client secret to look further.`,
        );
      }
      const firewall = /cloudflare/i.test(headers.server ?? '') || 'cf-ray' in headers || isPage;
      return red(
        `${said}: it does not accept the API key or the signature${firewall ? ', or a firewall before it refuses' : ''}.`,
        firewall
          ? "Look at the server's own log: if the request is not there, a firewall (WAF, bot protection) refused it; let this path pass."
          : 'Compare API key and client secret with those of the server. If they are equal: the secret must be base64-decoded before the HMAC, and Host and path must reach the server as they were sent.',
      );
    }
    case 404:
      return red(
        `${said}: the server does not know this path.`,
        'Route the Base Connection URI and whatever follows it to the WebSocket: Genesys Cloud appends the Connector ID to the path.',
      );
    case 400:
    case 426:
      return red(
        `${said}: it did not see a WebSocket upgrade.`,
        'A proxy on the way drops Upgrade and Connection (nginx: proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade, Connection "upgrade"), or speaks HTTP/2 to the server.',
      );
    case 405:
      return red(
        `${said}: the path exists for another method only.`,
        'An upgrade is a GET: route it to the WebSocket.',
      );
    case 429:
      return red(
        `${said}: too many requests.`,
        'Raise the rate limit of this path: Genesys Cloud opens one connection a call.',
      );
    case 502:
    case 503:
    case 504:
      return red(
        `${said}: a proxy answered, and the server behind it did not.`,
        'Start the server, and look at the host and port that the proxy sends to.',
      );
    default:
      return red(
        `${said}${isPage ? ', a web page' : ''}.`,
        status >= 500 ? 'The server failed: its own log says why.' : 'A WebSocket server answers 101.',
      );
  }
}

/** Proxies that give themselves away in an answer; they may rewrite Host, path or headers. */
export function proxiesIn(headers: Readonly<Record<string, string>>): string[] {
  const { server = '' } = headers;
  const has = (pattern: RegExp) => Object.keys(headers).some(name => pattern.test(name));
  return [
    ...(headers.via ? [`a proxy (Via: ${headers.via})`] : []),
    ...(has(/^cf-/) || /cloudflare/i.test(server) ? ['Cloudflare'] : []),
    ...(has(/^x-amz-cf-/) ? ['CloudFront'] : []),
    ...(/awselb/i.test(server) ? ['an AWS load balancer'] : []),
    ...(has(/^ngrok-/) ? ['ngrok'] : []),
    ...(has(/^x-azure-/) ? ['Azure Front Door'] : []),
    ...(has(/^fly-/) || /^Fly\//.test(server) ? ['Fly.io'] : []),
    ...(has(/^x-envoy-/) ? ['Envoy'] : []),
    ...(/nginx/i.test(server) ? ['nginx'] : []),
    ...(/caddy/i.test(server) ? ['Caddy'] : []),
    ...(/Google Frontend/i.test(server) ? ['Google Frontend'] : []),
  ];
}

function seenProxies(headers: Readonly<Record<string, string>>): string {
  const found = proxiesIn(headers);
  return found.length === 0 ? '' : `; ${found.join(' and ')} on the way`;
}
