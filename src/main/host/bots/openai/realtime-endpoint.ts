/** Where the model is, and how it may be reached. */
import { fail, ok, type Result } from '../../../../shared/lib/result.ts';

export const OPENAI_BASE_URL = 'https://api.openai.com/v1';

export type RealtimeEndpoint =
  /** TLS, with the real key. */
  | { readonly kind: 'tls'; readonly baseURL: string }
  /** Plain text, to this machine only: the simulator, or a developer's own server. The real key is never sent there. */
  | { readonly kind: 'loopback'; readonly baseURL: string; readonly host: string; readonly port: number };

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function readEndpoint(baseURL: string): Result<RealtimeEndpoint, 'bad-base-url' | 'plain-text-refused'> {
  if (!URL.canParse(baseURL)) return fail('bad-base-url', 'The base URL of the model is not a URL.');
  const url = new URL(baseURL);
  switch (url.protocol) {
    case 'https:':
    case 'wss:':
      return ok({ kind: 'tls', baseURL });
    case 'http:':
    case 'ws:':
      if (!LOOPBACK_HOSTS.has(url.hostname)) {
        return fail(
          'plain-text-refused',
          `The base URL ${url.protocol}//${url.host} would send key and audio in clear text; use https or wss.`,
        );
      }
      return ok({
        kind: 'loopback',
        baseURL,
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: Number(url.port || 80),
      });
    default:
      return fail('bad-base-url', `The base URL of the model must begin with https or wss, not ${url.protocol}`);
  }
}
