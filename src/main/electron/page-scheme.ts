/** Registers and serves the scheme of page-address.ts. */
import { protocol } from 'electron';
import { contentSecurityPolicy, pageHeaders, readPageFile } from '../node/page-files.ts';
import { HOST, SCHEME } from './page-address.ts';

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
