/** Where a relayed request goes. The target is the user's; traffic adds a path where they said so, and nothing else. */
import { fail, ok, type Result } from '../../../shared/lib/result.ts';

/**
 * Reads `--to`: ws, wss, http or https, with a host. A `#` or a user in it would be lost on the way, and is refused.
 */
export function parseTarget(text: string): Result<URL, 'bad-target'> {
  const url = URL.parse(text);
  if (!url || !/^(?:wss?|https?):$/.test(url.protocol)) {
    return fail(
      'bad-target',
      `"${text}" is no address to relay to: it must begin with wss:// (or ws://) and name a host.`,
    );
  }
  if (url.hash || url.username || url.password) {
    return fail('bad-target', 'The address to relay to has a user, a password or a fragment: leave them out.');
  }
  return ok(url);
}

/**
 * The request target for their server. Ends the path of `to` in a slash, what came is appended to it, path and query; else
 * `to` is used as it is, with the query that came where `queryToo` (a model is chosen by it) and `to` has none.
 * @param came the request target as it came, which must be a path: a whole URL would ask for another host
 */
export function targetFor(to: URL, came: string, queryToo: boolean): Result<string, 'bad-request'> {
  if (!came.startsWith('/')) return fail('bad-request', 'The request target is not a path.');
  if (to.pathname.endsWith('/')) return ok(`${to.pathname}${came.slice(1)}`);
  const question = came.indexOf('?');
  const query = to.search === '' && queryToo && question >= 0 ? came.slice(question) : to.search;
  return ok(`${to.pathname}${query}`);
}

export function isSecure(to: URL): boolean {
  return to.protocol === 'wss:' || to.protocol === 'https:';
}

export function portOf(to: URL): number {
  return to.port === '' ? (isSecure(to) ? 443 : 80) : Number(to.port);
}
