/**
 * A small AudioHook server that does everything right, for tests of the checks: written from the protocol, independent of
 * the console's own server. What it does stands in replaceable methods and named rules, so that a mutant is one change.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { isInnerList, parseDictionary, serializeInnerList } from 'structured-headers';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CheckProfile } from '../../../../shared/checks/check-report.ts';
import type { Clock } from '../../../../shared/lib/clock.ts';
import type { Credentials } from '../../settings/credentials.ts';
import { GoodSession } from './good-session.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const REQUIRED = [
  '@request-target',
  '@authority',
  'audiohook-organization-id',
  'audiohook-session-id',
  'audiohook-correlation-id',
  'x-api-key',
];

/** An upgrade, as far as the rules look at it. */
export type Knock = {
  target: string;
  headers: Record<string, string>;
  /** Names as they were written. */
  names: readonly string[];
  /** Of the signature; undefined when there is none that can be read. */
  signature:
    | { label: string; components: string[]; parameters: Map<string, unknown>; line: string; bytes: Buffer }
    | undefined;
};

/** True when the request breaks it. */
type Rule = (knock: Knock, server: GoodServer) => boolean;

export class GoodServer {
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly profile: CheckProfile;
  readonly seenNonces = new Set<string>();
  readonly sessions = new Set<GoodSession>();
  /** Called for each session before it hears anything: where a mutant changes it. */
  onSession: (session: GoodSession) => void = () => undefined;
  refusalDelayMs = 500;
  refusal = 'HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
  upgradeDelayMs = 0;
  /** Lines of headers that a 101 has besides the proper ones. */
  extraHeaders: string[] = [];
  readonly rules = new Map<string, Rule>([
    ['key', ({ headers }) => headers['x-api-key'] === undefined],
    [
      'known-key',
      ({ headers }, { credentials }) => (headers['x-api-key'] ?? credentials.apiKey) !== credentials.apiKey,
    ],
    ['session-id', ({ headers }) => !UUID.test(headers['audiohook-session-id'] ?? '')],
    ['signed', ({ signature }) => signature === undefined],
    ['components', ({ signature }) => REQUIRED.some(name => signature && !signature.components.includes(name))],
    ['keyid', ({ signature, headers }) => signature?.parameters.get('keyid') !== headers['x-api-key']],
    ['nonce-length', ({ signature }) => String(signature?.parameters.get('nonce')).length < 22],
    ['algorithm', ({ signature }) => signature?.parameters.get('alg') !== 'hmac-sha256'],
    ['expired', ({ signature }) => Number(signature?.parameters.get('expires')) < nowS()],
    ['future', ({ signature }) => Number(signature?.parameters.get('created')) > nowS() + 3],
    ['hmac', (knock, server) => !server.matches(knock, server.key)],
    ['replay', ({ signature }, { seenNonces }) => seenNonces.has(String(signature?.parameters.get('nonce')))],
  ]);
  readonly #http: Server;
  readonly #webSockets = new WebSocketServer({ noServer: true, maxPayload: 1_000_000 });

  constructor(options: { credentials: Credentials; clock: Clock; profile: CheckProfile }) {
    this.credentials = options.credentials;
    this.clock = options.clock;
    this.profile = options.profile;
    this.#http = createServer((_request, response) => response.writeHead(404).end());
    this.#http.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      this.clock.after(this.upgradeDelayMs, () => this.upgrade(request, socket, head));
    });
    this.#webSockets.on('headers', headers => headers.push(...this.extraHeaders));
  }

  get key(): Buffer {
    return Buffer.from(this.credentials.clientSecret, 'base64');
  }

  listen(): Promise<string> {
    return new Promise(resolve => {
      this.#http.listen(0, '127.0.0.1', () => {
        const address = this.#http.address();
        resolve(`ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/voice`);
      });
    });
  }

  async dispose(): Promise<void> {
    for (const session of this.sessions) session.socket.terminate();
    await new Promise<void>(resolve => {
      this.#http.close(() => resolve());
      this.#http.closeAllConnections();
    });
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const knock = this.knock(request);
    const broken = [...this.rules].find(([, breaks]) => breaks(knock, this))?.[0];
    if (broken !== undefined) {
      this.refuse(socket, broken, () => this.admit(request, socket, head, knock));
      return;
    }
    this.seenNonces.add(String(knock.signature?.parameters.get('nonce')));
    this.admit(request, socket, head, knock);
  }

  refuse(socket: Duplex, _rule: string, _admit: () => void): void {
    this.clock.after(this.refusalDelayMs, () => socket.end(this.refusal));
  }

  admit(request: IncomingMessage, socket: Duplex, head: Buffer, knock: Knock): void {
    this.#webSockets.handleUpgrade(request, socket, head, webSocket => this.start(webSocket, knock));
  }

  start(webSocket: WebSocket, knock: Knock): void {
    const session = new GoodSession(webSocket, knock.headers['audiohook-session-id'] ?? '', this.clock, this.profile);
    this.sessions.add(session);
    webSocket.on('close', () => {
      this.sessions.delete(session);
      session.stop();
    });
    this.onSession(session);
    session.start();
  }

  knock(request: IncomingMessage): Knock {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const names = request.rawHeaders.filter((_text, index) => index % 2 === 0);
    const knock: Knock = { target: request.url ?? '/', headers, names, signature: undefined };
    if (headers.signature === undefined || headers['signature-input'] === undefined) return knock;
    const inputs = parseDictionary(headers['signature-input']);
    const [label = ''] = inputs.keys();
    const list = inputs.get(label);
    const bytes = parseDictionary(headers.signature).get(label)?.[0];
    if (!list || !isInnerList(list) || !(bytes instanceof ArrayBuffer)) return knock;
    const components = list[0].map(([name]) => String(name));
    const line = serializeInnerList(list);
    return { ...knock, signature: { label, components, parameters: list[1], line, bytes: Buffer.from(bytes) } };
  }

  /** Whether the signature is that of the key over the request, or over one with another target. */
  matches(knock: Knock, key: Buffer, target = knock.target): boolean {
    const { signature, headers } = knock;
    if (!signature) return true;
    const value = (name: string) =>
      name === '@request-target' ? target : name === '@authority' ? headers.host : headers[name];
    const lines = signature.components.map(name => `"${name}": ${value(name) ?? ''}`);
    const base = [...lines, `"@signature-params": ${signature.line}`].join('\n');
    const expected = createHmac('sha256', key).update(base).digest();
    return expected.length === signature.bytes.length && timingSafeEqual(expected, signature.bytes);
  }
}

function nowS(): number {
  return Date.now() / 1000;
}
