/**
 * The page's own scheme, `app://console/`: a real origin, unlike file:, so that the content security policy, the
 * microphone's permission and the sender of a message can all be tied to it.
 */
import { protocol } from 'electron';
import { contentSecurityPolicy, pageHeaders, readPageFile } from '../node/page-files.ts';

const SCHEME = 'app';
const HOST = 'console';

export const PAGE_URL = `${SCHEME}://${HOST}/`;

/** Must run before Electron is ready: later the scheme would be no secure context, and have no microphone. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built page under its scheme. */
export function servePage(rendererDir: string): void {
  const headers = pageHeaders(contentSecurityPolicy([]));
  protocol.handle(SCHEME, async request => {
    const url = new URL(request.url);
    const file = url.host === HOST ? await readPageFile(rendererDir, url.pathname) : undefined;
    if (!file) return new Response('The console has no such page.', { status: 404, headers });
    return new Response(new Uint8Array(file.body), { headers: { ...headers, ...file.headers } });
  });
}

/** True for addresses of the page's own origin. A custom scheme has no `origin` in Node's URL, so parts are compared. */
export function isOwnOrigin(address: string | undefined): boolean {
  const url = address === undefined ? null : URL.parse(address);
  return url?.protocol === `${SCHEME}:` && url.host === HOST;
}

/** True for the page itself; its query and fragment do not matter. */
export function isOwnPage(address: string): boolean {
  return isOwnOrigin(address) && ['', '/', '/index.html'].includes(URL.parse(address)?.pathname ?? '-');
}
