/** `protocol`: the page's scheme, served to Chromium over a loopback port, where it is a secure context too. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Protocol } from 'electron';
import { closers, readiness } from './app.ts';
import { record } from './record.ts';
import { strict } from './strict.ts';

type Handler = Parameters<Protocol['handle']>[1];
const handlers = new Map<string, Handler>();

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: schemes => {
    if (readiness.ready) throw new Error('Schemes can be registered only before the app is ready.');
    for (const { scheme, privileges } of schemes) record.schemes.push({ scheme, privileges: { ...privileges } });
  },
  handle: (scheme, handler) => {
    if (!readiness.ready) throw new Error('A scheme can be handled only when the app is ready.');
    record.handlers.push(`protocol ${scheme}`);
    handlers.set(scheme, handler);
  },
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>);

export type SchemeServer = {
  /** Address in Chromium of an address of the scheme. */
  toHttp(url: string): string;
  /** The other way; other addresses stay what they are. */
  toScheme(url: string): string;
  origin: string;
};

/** Serves all that the handler of `pageUrl`'s scheme answers for its host. */
export async function serveScheme(pageUrl: string): Promise<SchemeServer> {
  const { protocol: scheme, host } = new URL(pageUrl);
  const handler = handlers.get(scheme.slice(0, -1));
  if (!handler) throw new Error(`Nothing handles ${pageUrl}.`);
  const server = createServer(async (request, response) => {
    const answer = await handler(new Request(`${scheme}//${host}${request.url}`, { method: request.method ?? 'GET' }));
    const policy = answer.headers.get('content-security-policy') ?? '';
    record.served.push({ path: request.url ?? '', status: answer.status, policy });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const own = `${scheme}//${host}`;
  return {
    toHttp: url => (url.startsWith(own) ? origin + url.slice(own.length) : url),
    toScheme: url => (url.startsWith(origin) ? own + url.slice(origin.length) : url),
    origin,
  };
}
