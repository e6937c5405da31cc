/**
 * The server that Genesys Cloud calls.
 *
 * Threat model: this port is meant to be reached from outside, through a tunnel or a proxy. Whoever has neither key nor
 * secret learns that this is an AudioHook server, and gets a bare 401 after a delay; what they sent is kept as a refused
 * session, bounded in size and number. Whoever has key and secret can hold calls and talk to the bot. Frames are bounded
 * (1 MiB), nothing is compressed, no part of a request reaches a file name, no socket outlives the server, and a client
 * that falls silent is let go.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { callerOf } from '../../../shared/audiohook/callers.ts';
import { connectorIdOf } from '../../../shared/audiohook/connector.ts';
import { MAX_RECEIVED_BYTES, SIGNATURE_LIFETIME_S } from '../../../shared/audiohook/limits.ts';
import type { NewSessionEvent } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { maskHeaders, maskTarget } from '../../../shared/redaction/mask.ts';
import { builtInProfile, LINE_TEST_NOTE, replacesBuiltIn } from '../../../shared/settings/built-in-connectors.ts';
import { type ConnectorProfile, profileFor } from '../../../shared/settings/connector-profile.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import type { StartBot } from '../bots/bot.ts';
import type { HumanAnswers } from '../bots/human-answers.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { type AcceptedCredentials, secretsOf } from '../settings/credentials.ts';
import { UpgradeSockets } from '../upgrade/upgrade-sockets.ts';
import type { Arrivals } from './arrivals.ts';
import { authenticate, headersOf, type Verdict } from './authenticate.ts';
import { RefusedLog } from './refused-log.ts';
import { ServerSession } from './server-session.ts';

/** Where a server listens; port 0 takes a free one. */
export type Address = { readonly host: string; readonly port: number };

/** Read anew for each connection: credentials and settings may change while the server runs. */
export type AudioHookServerOptions = {
  /** The pairs that are accepted. */
  readonly credentials: readonly AcceptedCredentials[];
  readonly settings: Settings;
  store: SessionStore;
  clock: Clock;
  /** The bot for the next call. */
  startBot: StartBot;
  /** Who answers functions by hand; absent where nobody can. */
  humans?: HumanAnswers;
  /** Told of everything that arrives, also of what is refused. */
  arrivals?: Arrivals;
};

/** A refused client waits, so that keys cannot be tried quickly (PROTOCOL section 2.5). */
const REFUSAL_DELAY_MS = 500;
/** What answers a Connector ID that no profile names. */
const DEFAULT_PROFILE: ConnectorProfile = { match: '*' };
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
  readonly #upgrades: UpgradeSockets;
  readonly #sessions = new Set<ServerSession>();
  readonly #refused: RefusedLog;
  /** Used nonces, and until when a signature with them would be fresh (Unix seconds). */
  readonly #nonces = new Map<string, number>();
  #address: { host: string; port: number } | undefined;

  constructor(options: AudioHookServerOptions) {
    this.#options = options;
    this.#upgrades = new UpgradeSockets(options.clock);
    this.#refused = new RefusedLog(options);
    this.#http = createServer((_request, response) => {
      response.writeHead(426, { 'content-type': 'text/plain; charset=utf-8', upgrade: 'websocket' });
      response.end('This is an AudioHook server: it is reached by a WebSocket upgrade, not by a plain request.\n');
    });
    this.#http.on('connection', socket => options.arrivals?.connected(socket));
    this.#http.on('upgrade', (request, socket, head) => this.#onUpgrade(request, socket, head));
  }

  /** The URL while it listens. */
  get url(): string | undefined {
    return this.#address && `ws://${bracketed(this.#address.host)}:${this.#address.port}/`;
  }

  get port(): number | undefined {
    return this.#address?.port;
  }

  /** Listens. A failure names the port and how to choose another. */
  listen({ host, port }: Address): Promise<Result<{ url: string }, 'cannot-listen'>> {
    return new Promise(resolve => {
      const onError = (error: NodeJS.ErrnoException) => {
        const why =
          error.code === 'EADDRINUSE'
            ? `Port ${port} on ${host} is in use by another program. Choose another in Settings, Server, or with --port; 0 takes a free one.`
            : error.code === 'EACCES'
              ? `Port ${port} on ${host} may not be opened by this user. Choose one above 1023 in Settings, Server, or with --port.`
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

  /** Takes no further calls. Those in progress go on; resolves when the last has ended. */
  async retire(): Promise<void> {
    if (this.#http.listening) this.#http.close();
    this.#upgrades.dispose();
    while (this.#sessions.size > 0) await Promise.all([...this.#sessions].map(session => session.done));
    await this.dispose();
  }

  /** Ends every call with `disconnect`, waits for `close` (at most 5 s), and stops listening. */
  async dispose(): Promise<void> {
    const closed = new Promise<void>(resolve => {
      if (this.#http.listening) this.#http.close(() => resolve());
      else resolve();
    });
    // From here on nothing is taken in: what was half-way through its upgrade is cut off.
    this.#upgrades.dispose();
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
    const { clock, credentials, settings } = this.#options;
    if (!this.#upgrades.hold(socket)) return;
    const target = request.url ?? '/';
    const headers = headersOf(request);
    this.#options.arrivals?.asked(request.socket, headers);
    const nowS = clock.wallMs() / 1000;
    const verdict = authenticate(
      { target, authority: headers.host ?? '', headers },
      {
        credentials,
        nowS,
        seen: this.#nonces,
        skewS: settings.server.clockSkewS,
        publicAuthority: settings.server.publicAuthority,
      },
    );
    const connectorId = connectorIdOf(target, settings.server.basePath);
    const connection = {
      leg: 'genesys',
      type: 'connection',
      phase: 'upgrade',
      direction: 'in',
      method: request.method ?? 'GET',
      target: maskTarget(target),
      headers: maskHeaders(headers),
      remote: request.socket.remoteAddress ?? '',
    } as const;
    if (!verdict.ok) {
      const kept = this.#refused.add({ ...connection, status: 401 }, verdict.refusal, connectorId);
      this.#options.arrivals?.refused(headers, connection.remote, `HTTP 401: ${verdict.refusal.detail}`, kept);
      this.#upgrades.refuse(socket, '401 Unauthorized', REFUSAL_DELAY_MS);
      return;
    }
    this.#remember(verdict.nonce, nowS);
    // What is no WebSocket handshake (no key, another version) is left to us to answer as soon as we listen for it.
    const onBadHandshake = (error: Error) => {
      const detail = `The upgrade is no WebSocket handshake: ${error.message}.`;
      const kept = this.#refused.add({ ...connection, status: 400 }, { rule: 'AH-29', detail }, connectorId);
      this.#options.arrivals?.refused(headers, connection.remote, `HTTP 400: ${detail}`, kept);
      this.#upgrades.refuse(socket, '400 Bad Request');
    };
    this.#webSockets.once('wsClientError', onBadHandshake);
    this.#webSockets.handleUpgrade(request, socket, head, webSocket => {
      this.#upgrades.accepted(socket);
      this.#begin(webSocket, { ...connection, status: 101 }, headers, connectorId, verdict);
    });
    this.#webSockets.off('wsClientError', onBadHandshake);
  }

  #begin(
    socket: WebSocket,
    connection: Extract<NewSessionEvent, { type: 'connection' }>,
    headers: Readonly<Record<string, string | undefined>>,
    connectorId: string,
    verdict: Extract<Verdict, { ok: true }>,
  ): void {
    const { arrivals, clock, credentials, humans, settings, startBot, store } = this.#options;
    const { server, profiles } = settings;
    const sessionId = headers['audiohook-session-id'] ?? '';
    const recorder = store.start(
      { role: 'server', kind: 'call', connectorId, audiohookId: sessionId },
      secretsOf(credentials),
    );
    arrivals?.session(recorder, headers, connection.remote ?? '', connectorId, verdict.nonce !== undefined);
    recorder.append(connection);
    const { warning } = verdict;
    if (warning) {
      recorder.append({ leg: 'console', type: 'note', code: warning.rule, level: 'warning', text: warning.detail });
    }
    const builtIn = builtInProfile(profiles, connectorId);
    const known = builtIn ?? profileFor(profiles, connectorId);
    if (builtIn && (callerOf(headers) === 'fake' || arrivals?.isOwn(sessionId))) {
      const text = 'Line test: this call is made by the fake Genesys Cloud of a console.';
      const data = { test: builtIn.bot, step: 'own-call' };
      recorder.append({ leg: 'console', type: 'note', code: LINE_TEST_NOTE, level: 'info', text, data });
    }
    if (replacesBuiltIn(profiles, connectorId)) {
      const text = `A profile of settings.json takes the place of the built-in "${connectorId}".`;
      recorder.append({ leg: 'console', type: 'note', code: 'built-in-replaced', level: 'info', text });
    }
    const refuses = !known && server.unknownConnector === 'refuse';
    const session = new ServerSession({
      socket,
      upgrade: {
        sessionId,
        organizationId: headers['audiohook-organization-id'] ?? '',
        opening: {
          refusal: refuses ? `There is no connector profile for the Connector ID "${connectorId}".` : undefined,
          startPaused: server.startPaused,
          discardTo: server.discardTo,
          supportedLanguages: server.supportedLanguages,
        },
      },
      connectorId,
      profile: known ?? DEFAULT_PROFILE,
      rate: { perSecond: server.ratePerSecond, burst: server.rateBurst },
      recorder,
      startBot,
      humans,
      clock,
      findSession: audiohookId =>
        store.list().find(earlier => earlier.audiohookId === audiohookId && earlier.role === 'server')?.id,
    });
    this.#sessions.add(session);
    void session.done.then(() => this.#sessions.delete(session));
  }

  /** A nonce is remembered for as long as a signature with it would be fresh. */
  #remember(nonce: string | undefined, nowS: number): void {
    for (const [old, untilS] of this.#nonces) if (untilS < nowS) this.#nonces.delete(old);
    if (nonce !== undefined) {
      const { clockSkewS } = this.#options.settings.server;
      this.#nonces.set(nonce, nowS + Math.max(SIGNATURE_LIFETIME_S, clockSkewS) + 2 * clockSkewS);
    }
  }
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
