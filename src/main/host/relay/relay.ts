/**
 * Stands between somebody's server and who calls it, and changes nothing but what was chosen.
 *
 * Threat model: who can reach this port reaches the one server that the user named, as if they had reached it themselves,
 * and nothing else: no part of a request chooses where it connects. Where the relay signs anew, it signs only what came
 * with the same key and a signature that verifies; anything else goes on as it came, for their server to refuse. It
 * listens on loopback unless another address was asked for. Each connection writes a session to disk, so their number at
 * one time is bounded, and of refused ones the newest are kept. Proofs (keys, signatures, bearer tokens) go past and are
 * masked before anything is kept.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { connectorIdOf } from '../../../shared/audiohook/connector.ts';
import { CLOCK_SKEW_S, SIGNATURE_LIFETIME_S } from '../../../shared/audiohook/limits.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { RelayKind } from '../../../shared/relay/relay-kind.ts';
import { authenticate } from '../audiohook-server/authenticate.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { requestHeaders } from '../genesys-client/sign-request.ts';
import { accepted, type Credentials, pairSecrets } from '../settings/credentials.ts';
import { GenesysLog } from './genesys-log.ts';
import { type HttpHead, headersByName, withHeaders } from './http-head.ts';
import { ModelLog } from './model-log.ts';
import { RelayConnection, type Upstream } from './relay-connection.ts';
import type { RelayLog } from './relay-log.ts';
import { targetFor } from './relay-target.ts';

/** Connections at one time; more are let go at once. */
const MOST_CONNECTIONS = 200;
/** 16 bytes are 24 characters of base64; the protocol wants 22 at least. */
const NONCE_BYTES = 18;
/** DESIGN: of refused sessions the newest 500 are kept. */
const MOST_REFUSED = 500;
/** A signature lives 10 s, and clocks may differ by 3 s on either side. */
const NONCE_LIFE_S = SIGNATURE_LIFETIME_S + 2 * CLOCK_SKEW_S;

export type RelayOptions = {
  kind: RelayKind;
  to: URL;
  /** Signs anew with these, for the name of `to`. Without them, `Host` and signature go on as they came. */
  credentials?: Credentials | undefined;
  /** `Host` becomes that of `to` though nothing is signed anew: for servers that are found by name, and check no signature. */
  targetHost?: boolean | undefined;
  store: SessionStore;
  clock: Clock;
  ids: Ids;
  /** Certificates that are trusted beside the public ones, for tests. */
  ca?: string | undefined;
};

export class Relay {
  readonly #options: RelayOptions;
  readonly #server: Server;
  readonly #connections = new Set<RelayConnection>();
  /** Used nonces, and until when a signature with them would be fresh (Unix seconds). */
  readonly #nonces = new Map<string, number>();
  #url: string | undefined;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: false }, socket => this.#take(socket));
    this.#server.maxConnections = MOST_CONNECTIONS;
  }

  /** Where it listens: the base that Genesys Cloud, or their server, is given instead. */
  get url(): string | undefined {
    return this.#url;
  }

  listen(host: string, port: number): Promise<Result<{ url: string }, 'cannot-listen'>> {
    return new Promise(resolve => {
      // Also later, when no more connections can be taken: those that are there go on.
      this.#server.on('error', (error: NodeJS.ErrnoException) => {
        const why =
          error.code === 'EADDRINUSE'
            ? `Port ${port} on ${host} is in use by another program. Choose another; 0 takes a free one.`
            : `The relay cannot listen on ${host}, port ${port}: ${error.message}.`;
        resolve(fail('cannot-listen', why));
      });
      this.#server.listen(port, host, () => {
        const address = this.#server.address();
        const taken = typeof address === 'object' && address ? address.port : port;
        this.#url = `ws://${host.includes(':') ? `[${host}]` : host}:${taken}/`;
        resolve(ok({ url: this.#url }));
      });
    });
  }

  /** Cuts what is under way: a relay has no word of its own to say goodbye with. */
  async dispose(): Promise<void> {
    const closed = new Promise<void>(resolve => {
      if (this.#server.listening) this.#server.close(() => resolve());
      else resolve();
    });
    const all = [...this.#connections];
    for (const connection of all) connection.destroy();
    await Promise.all(all.map(connection => connection.done));
    await closed;
  }

  #take(client: Socket): void {
    const { clock, ca } = this.#options;
    const connection = new RelayConnection({
      client,
      clock,
      ca,
      route: came => this.#route(came),
      startLog: came => this.#startLog(came),
    });
    this.#connections.add(connection);
    void connection.done.then(() => {
      this.#connections.delete(connection);
      return this.#options.store.keepNewest('refused', MOST_REFUSED);
    });
  }

  #route(came: HttpHead): Result<Upstream> {
    const { kind, to } = this.#options;
    const [method = '', target = '', version = ''] = came.start.split(' ');
    const path = targetFor(to, target, kind === 'model');
    if (!path.ok) return path;
    const head = withHeaders(
      { ...came, start: `${method} ${path.value} ${version}` },
      this.#headersFor(came, path.value),
    );
    return ok({ to, head });
  }

  /** What changes in the headers. */
  #headersFor(came: HttpHead, path: string): Record<string, string | undefined> {
    const { kind, to, credentials, targetHost, ids, clock } = this.#options;
    // A model is found by its name, and nothing that a client sends it is signed over that name.
    if (kind === 'model') return { host: to.host };
    const given = headersByName(came);
    if (!credentials) return targetHost ? { host: to.host } : {};
    if (!this.#provesItself(came)) return {};
    const signed = requestHeaders({
      url: new URL(path, to),
      ids: {
        organizationId: given['audiohook-organization-id'] ?? '',
        sessionId: given['audiohook-session-id'] ?? '',
        correlationId: given['audiohook-correlation-id'] ?? '',
      },
      credentials,
      nonce: Buffer.from(ids.bytes(NONCE_BYTES)).toString('base64'),
      createdS: Math.floor(clock.wallMs() / 1000),
    });
    return {
      host: to.host,
      'x-api-key': signed['x-api-key'],
      signature: signed.signature,
      'signature-input': signed['signature-input'],
    };
  }

  /** Came it from who has the key and the secret? Else the relay would lend its signature to anybody. */
  #provesItself(came: HttpHead): boolean {
    const { credentials, clock } = this.#options;
    if (!credentials) return false;
    const headers = headersByName(came);
    const [, target = ''] = came.start.split(' ');
    const nowS = clock.wallMs() / 1000;
    for (const [nonce, untilS] of this.#nonces) if (untilS < nowS) this.#nonces.delete(nonce);
    const verdict = authenticate(
      { target, authority: headers.host ?? '', headers },
      { credentials: [accepted(credentials, 'own')], nowS, seen: this.#nonces },
    );
    if (verdict.ok && verdict.nonce !== undefined) this.#nonces.set(verdict.nonce, nowS + NONCE_LIFE_S);
    return verdict.ok;
  }

  #startLog(came: HttpHead): RelayLog {
    const { kind, to, store, credentials } = this.#options;
    const [, target = '/'] = came.start.split(' ');
    const recorder = store.start(
      {
        ...{ role: 'server', kind: 'call', relay: kind },
        connectorId: kind === 'genesys' ? connectorIdOf(target) : '',
        audiohookId: headersByName(came)['audiohook-session-id'] ?? '',
        bot: to.host,
      },
      pairSecrets(credentials),
    );
    return kind === 'genesys' ? new GenesysLog(recorder) : new ModelLog(recorder);
  }
}
