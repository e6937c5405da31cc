/**
 * The server that Genesys Cloud calls.
 *
 * Threat model: this port is meant to be reached from outside, through a tunnel or a proxy. Whoever has neither key nor
 * secret learns nothing (a bare 401, after a delay) and starts nothing; whoever has them can hold calls and talk to the
 * bot. Frames are bounded (1 MiB), nothing is compressed, and no part of a request reaches a file name.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { connectorIdOf } from '../../../shared/audiohook/connector.ts';
import { CLOCK_SKEW_S, MAX_RECEIVED_BYTES, SIGNATURE_LIFETIME_S } from '../../../shared/audiohook/limits.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { maskHeaders, maskTarget } from '../../../shared/redaction/mask.ts';
import type { StartBot } from '../bots/bot.ts';
import type { SessionStore } from '../capture/session-store.ts';
import type { Credentials } from '../settings/credentials.ts';
import { authenticate, headersOf, type Refusal } from './authenticate.ts';
import { RefusedLog } from './refused-log.ts';
import { ServerSession } from './server-session.ts';

export type AudioHookServerOptions = {
  host: string;
  credentials: Credentials;
  store: SessionStore;
  clock: Clock;
  /** The bot for the next call. */
  startBot: StartBot;
};

/** A refused client waits, so that keys cannot be tried quickly (PROTOCOL section 2.5). */
const REFUSAL_DELAY_MS = 500;
/** How long calls may take to close when the server ends. */
const SHUTDOWN_MS = 5_000;

export class AudioHookServer {
  readonly #options: AudioHookServerOptions;
  readonly #http: Server;
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_RECEIVED_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  });
  readonly #sessions = new Set<ServerSession>();
  readonly #refused: RefusedLog;
  /** Used nonces, and until when a signature with them would be fresh (Unix seconds). */
  readonly #nonces = new Map<string, number>();
  #address: { host: string; port: number } | undefined;

  constructor(options: AudioHookServerOptions) {
    this.#options = options;
    this.#refused = new RefusedLog(options.store, options.clock);
    this.#http = createServer((_request, response) => {
      response.writeHead(426, { 'content-type': 'text/plain; charset=utf-8', upgrade: 'websocket' });
      response.end('This is an AudioHook server: it is reached by a WebSocket upgrade, not by a plain request.\n');
    });
    this.#http.on('upgrade', (request, socket, head) => this.#onUpgrade(request, socket, head));
  }

  /** The URL while it listens. */
  get url(): string | undefined {
    return this.#address && `ws://${bracketed(this.#address.host)}:${this.#address.port}/`;
  }

  get port(): number | undefined {
    return this.#address?.port;
  }

  /** Listens; port 0 takes a free one. A failure names the port and how to choose another. */
  listen(port: number): Promise<Result<{ url: string }, 'cannot-listen'>> {
    const { host } = this.#options;
    return new Promise(resolve => {
      const onError = (error: NodeJS.ErrnoException) => {
        const why =
          error.code === 'EADDRINUSE'
            ? `Port ${port} on ${host} is in use by another program. Choose another with --port, or --port 0 for a free one.`
            : error.code === 'EACCES'
              ? `Port ${port} on ${host} may not be opened by this user. Choose one above 1023 with --port.`
              : `The AudioHook server cannot listen on ${host}, port ${port}: ${error.message}.`;
        resolve(fail('cannot-listen', why));
      };
      this.#http.once('error', onError);
      this.#http.listen(port, host, () => {
        this.#http.off('error', onError);
        const address = this.#http.address();
        this.#address = { host, port: typeof address === 'object' && address ? address.port : port };
        resolve(ok({ url: this.url ?? '' }));
      });
    });
  }

  /** Ends every call with `disconnect`, waits for `close` (at most 5 s), and stops listening. */
  async dispose(): Promise<void> {
    const closed = new Promise<void>(resolve => {
      if (this.#http.listening) this.#http.close(() => resolve());
      else resolve();
    });
    const sessions = [...this.#sessions];
    for (const session of sessions) session.disconnect({ reason: 'completed', info: 'The console is being closed.' });
    const cancel = this.#options.clock.after(SHUTDOWN_MS, () => {
      for (const session of sessions) session.terminate();
    });
    await Promise.all(sessions.map(session => session.done));
    cancel();
    await this.#refused.dispose();
    this.#http.closeAllConnections();
    await closed;
  }

  #onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { clock, credentials, store, startBot } = this.#options;
    const target = request.url ?? '/';
    const headers = headersOf(request);
    // Until the WebSocket takes over, a peer that resets the connection must not end the process.
    const onError = () => socket.destroy();
    socket.on('error', onError);
    const nowS = clock.wallMs() / 1000;
    const signed = { target, authority: headers.host ?? '', headers };
    const verdict = authenticate(signed, credentials, nowS, this.#nonces);
    const connectorId = connectorIdOf(target);
    const remote = `${request.socket.remoteAddress ?? ''}`;
    const connection = {
      leg: 'genesys',
      type: 'connection',
      phase: 'upgrade',
      direction: 'in',
      method: request.method ?? 'GET',
      target: maskTarget(target),
      headers: maskHeaders(headers),
      remote,
    } as const;
    if (!verdict.ok) {
      const refusal: Refusal = verdict.refusal;
      this.#refused.add({ ...connection, status: 401 }, refusal, connectorId);
      clock.after(REFUSAL_DELAY_MS, () =>
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
      );
      return;
    }
    this.#remember(verdict.nonce, nowS);
    const sessionId = headers['audiohook-session-id'] ?? '';
    this.#webSockets.handleUpgrade(request, socket, head, webSocket => {
      socket.off('error', onError);
      const recorder = store.start({ role: 'server', kind: 'call', connectorId, audiohookId: sessionId });
      recorder.hideSecret('api-key', credentials.apiKey);
      recorder.hideSecret('client-secret', credentials.clientSecret);
      recorder.append({ ...connection, status: 101 });
      const session = new ServerSession({
        socket: webSocket,
        upgrade: { sessionId, organizationId: headers['audiohook-organization-id'] ?? '' },
        connectorId,
        recorder,
        startBot,
        clock,
      });
      this.#sessions.add(session);
      void session.done.then(() => this.#sessions.delete(session));
    });
  }

  /** A nonce is remembered for as long as a signature with it would be fresh. */
  #remember(nonce: string | undefined, nowS: number): void {
    for (const [old, untilS] of this.#nonces) if (untilS < nowS) this.#nonces.delete(old);
    if (nonce !== undefined) this.#nonces.set(nonce, nowS + SIGNATURE_LIFETIME_S + 2 * CLOCK_SKEW_S);
  }
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
