/** Registers and serves the scheme of page-address.ts. */

import { Readable } from 'node:stream';
import { protocol } from 'electron';
import { type Downloads, downloadHeaders } from '../host/downloads/downloads.ts';
import { contentSecurityPolicy, pageHeaders, readPageFile } from '../node/page-files.ts';
import { HOST, SCHEME } from './page-address.ts';

/** Must run before Electron is ready: later the scheme would be no secure context, and have no microphone. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built page under its scheme, and the files that it asked for: Electron asks where to put them. */
export function servePage(rendererDir: string, downloads: Downloads): void {
  const headers = pageHeaders(contentSecurityPolicy([]));
  protocol.handle(SCHEME, async request => {
    const url = new URL(request.url);
    const download = url.host === HOST ? downloads.take(url.pathname) : undefined;
    if (download) {
      const body = Readable.toWeb(download.open()) as ReadableStream<Uint8Array>;
      return new Response(body, { headers: { ...headers, ...downloadHeaders(download) } });
    }
    const file = url.host === HOST ? await readPageFile(rendererDir, url.pathname) : undefined;
    if (!file) return new Response('The console has no such page.', { status: 404, headers });
    return new Response(new Uint8Array(file.body), { headers: { ...headers, ...file.headers } });
  });
}
