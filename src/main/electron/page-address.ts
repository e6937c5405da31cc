/**
 * The page's own scheme, `app://console/`: a real origin, unlike file:, so that the content security policy, the
 * microphone's permission and the sender of a message can all be tied to it.
 */
export const SCHEME = 'app';
export const HOST = 'console';
export const PAGE_URL = `${SCHEME}://${HOST}/`;

/** True for addresses of the page's own origin. A custom scheme has no `origin` in Node's URL, so parts are compared. */
export function isOwnOrigin(address: string | undefined): boolean {
  const url = address === undefined ? null : URL.parse(address);
  return url?.protocol === `${SCHEME}:` && url.host === HOST;
}

/** True for the page itself; its query and fragment do not matter. */
export function isOwnPage(address: string): boolean {
  return isOwnOrigin(address) && ['', '/', '/index.html'].includes(URL.parse(address)?.pathname ?? '-');
}
