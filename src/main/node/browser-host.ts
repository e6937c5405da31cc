/**
 * The page in a browser: static files and the contract over a WebSocket, on loopback.
 *
 * Threat model. Whoever can speak the contract can place calls, listen to recordings and read credentials. So:
 * - Another machine: the server listens on 127.0.0.1 alone; a remote person comes through a tunnel of their own (ssh -L).
 * - A web page open in the same browser: it may send requests to 127.0.0.1, but knows no token; the socket also wants our
 *   own Origin, which a browser does not let a page forge, and no page can be framed or read across origins.
 * - DNS rebinding (a foreign name that resolves to 127.0.0.1): the Host header must be a loopback name with our port.
 * - Another user of this machine: can connect, but knows no token. It is 32 random bytes, in a file that only its owner
 *   reads where it outlives a start, compared in constant time, kept out of referrers, of command lines and of logs. It does stand in the address, for whoever sees the screen.
 * - A program of the same user can read the data folder anyway, and is not kept out.
 * Files of the page hold no secret and need no token; only the page's own address and the socket do. What is downloaded is
 * fetched under a ticket of 32 random bytes, which the page was told over the socket.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WebSocketServer } from 'ws';
import { type ConsoleHandlers, contract } from '../../shared/contract/contract.ts';
import { serveContract } from '../../shared/contract/server.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { Ids } from '../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { type Downloads, downloadHeaders } from '../host/downloads/downloads.ts';
import { UpgradeSockets } from '../host/upgrade/upgrade-sockets.ts';
import { contentSecurityPolicy, pageHeaders, readPageFile } from './page-files.ts';
import { webSocketCarrier } from './web-socket-carrier.ts';

/** Largest message of the page, in bytes: a WAV to call with, in base64. */
const MAX_MESSAGE_BYTES = 48 * 1024 * 1024;
const TOKEN_BYTES = 32;
/** How long a launch address may take from the command line to the browser. */
const LAUNCH_MS = 60_000;

export type BrowserHostOptions = {
  handlers: ConsoleHandlers;
  downloads: Downloads;
  clock: Clock;
  ids: Ids;
  /** 0 takes a free one. */
  port: number;
  /** Of an earlier start, so that an open tab comes back; absent: a new one. */
  token?: string | undefined;
  /** Folder of the built page. */
  rendererDir: string;
  /** Hears of handlers that threw (with the command's name) and of faults of the carrier. */
  onBug(error: unknown, where: string): void;
};

export type BrowserHost = {
  /** The page's address, with its token. */
  url: string;
  port: number;
  token: string;
  /**
   * An address that leads to the page once, within a minute, and holds no token: for a browser that is started by a
   * command line, which every user of the machine can read.
   */
  launchUrl(): string;
  /** Closes the port and every connection. May be called twice. */
  dispose(): Promise<void>;
};

/** Listens on 127.0.0.1. The failure's sentence names the port and how to choose another. */
export function startBrowserHost(
  options: BrowserHostOptions,
): Promise<Result<BrowserHost, 'port-in-use' | 'cannot-listen'>> {
  const { clock, downloads, handlers, ids, port, rendererDir, onBug } = options;
  const token = options.token ?? Buffer.from(ids.bytes(TOKEN_BYTES)).toString('base64url');
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
  const upgrades = new UpgradeSockets(clock);
  /** Codes that were not used yet, each with what ends its timer. */
  const launches = new Map<string, () => void>();
  const launchUrl = () => {
    const code = Buffer.from(ids.bytes(TOKEN_BYTES)).toString('base64url');
    launches.set(
      code,
      clock.after(LAUNCH_MS, () => launches.delete(code)),
    );
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/launch?code=${code}`;
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(error => {
      onBug(error, 'page');
      response.destroy();
    });
  });

  /** `127.0.0.1:PORT` and `localhost:PORT`: the names under which a browser may have reached us. */
  const hosts = () => ['127.0.0.1', 'localhost'].map(name => `${name}:${(server.address() as AddressInfo).port}`);
  const headers = () => pageHeaders(contentSecurityPolicy(hosts().map(host => `ws://${host}`)));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number, sentence: string) => {
      response.writeHead(status, {
        ...headers(),
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
      });
      response.end(
        `<!doctype html><html lang="en"><meta charset="utf-8"><title>AudioHook Console</title><p>${sentence}</p></html>\n`,
      );
    };
    if (!hosts().includes(request.headers.host ?? '')) {
      refuse(403, 'The console answers only under 127.0.0.1 or localhost, with its own port.');
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuse(405, 'The console only hands out its page.');
      return;
    }
    const url = parseTarget(request);
    const code = url?.pathname === '/launch' ? url.searchParams.get('code') : null;
    const endTimer = code === null ? undefined : launches.get(code);
    if (code !== null && endTimer) {
      endTimer();
      launches.delete(code);
      response.writeHead(302, { ...headers(), location: `/?token=${token}`, 'cache-control': 'no-store' }).end();
      return;
    }
    const download = url && request.method === 'GET' ? downloads.take(url.pathname) : undefined;
    if (download) {
      response.writeHead(200, { ...headers(), ...downloadHeaders(download) });
      // A browser that cancels is no fault; a file that cannot be read ends the download short, which the browser tells.
      await pipeline(download.open(), response).catch(() => response.destroy());
      return;
    }
    const isPage = url?.pathname === '/' || url?.pathname === '/index.html';
    if (isPage && !isToken(url.searchParams.get('token'), token)) {
      refuse(401, 'This address lacks the right token: open the address that the console printed when it started.');
      return;
    }
    const file = url && (await readPageFile(rendererDir, url.pathname));
    if (!file) {
      refuse(404, 'The console has no such page.');
      return;
    }
    response.writeHead(200, { ...headers(), ...file.headers, 'content-length': file.body.length });
    response.end(request.method === 'HEAD' ? undefined : file.body);
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!upgrades.hold(socket)) return;
    const url = parseTarget(request);
    const origins = hosts().map(host => `http://${host}`);
    if (!hosts().includes(request.headers.host ?? '')) upgrades.refuse(socket, '403 Forbidden');
    else if (!origins.includes(request.headers.origin ?? '')) upgrades.refuse(socket, '403 Forbidden');
    else if (url?.pathname !== '/contract') upgrades.refuse(socket, '404 Not Found');
    else if (!isToken(url.searchParams.get('token'), token)) upgrades.refuse(socket, '401 Unauthorized');
    else {
      sockets.handleUpgrade(request, socket, head, client => {
        upgrades.accepted(socket);
        const carrier = webSocketCarrier(client, { clock, onFault: error => onBug(error, 'socket') });
        serveContract(contract, handlers, carrier, onBug);
      });
    }
  });

  let disposing: Promise<void> | undefined;
  const dispose = () => {
    disposing ??= new Promise<void>(resolve => {
      for (const client of sockets.clients) client.terminate();
      upgrades.dispose();
      for (const endTimer of launches.values()) endTimer();
      sockets.close();
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return disposing;
  };

  return new Promise(resolve => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(
        error.code === 'EADDRINUSE'
          ? fail('port-in-use', `Port ${port} is in use; choose another with --ui-port, or 0 for a free one.`)
          : fail('cannot-listen', `The page cannot be served on port ${port}: ${error.message}.`),
      );
    });
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address() as AddressInfo;
      resolve(ok({ url: `http://127.0.0.1:${taken}/?token=${token}`, port: taken, token, launchUrl, dispose }));
    });
  });
}

/** What was asked for; undefined when it is no path (`*`, an absolute URL of another host, bad escapes). */
function parseTarget(request: IncomingMessage): URL | undefined {
  const target = request.url ?? '';
  return target.startsWith('/') && !target.startsWith('//')
    ? (URL.parse(target, 'http://console') ?? undefined)
    : undefined;
}

/** Compares hashes: they are of one length, and the comparison takes the same time wherever they differ. */
function isToken(given: string | null, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return given !== null && timingSafeEqual(hash(given), hash(token));
}
