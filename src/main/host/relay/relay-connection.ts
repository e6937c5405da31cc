/**
 * One relayed connection. Bytes go on as they come, at once and in both directions, before anything else is done with
 * them: frames, masks, fragments, control frames and half-closes are their senders'. Only the head of the request is
 * written anew, since it names a host. What is heard on the way is told to a log.
 */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { Side } from '../../../shared/relay/judgement.ts';
import { type HttpHead, headersByName, readHead, writeHead } from './http-head.ts';
import { InOrder } from './in-order.ts';
import type { RelayLog } from './relay-log.ts';
import { isSecure, portOf } from './relay-target.ts';
import { createTap, type Tap, type TapListener } from './wire-tap.ts';

/** How long a client may take to send its request, and their server to take the connection. */
const HEAD_MS = 10_000;
const CONNECT_MS = 10_000;
/** How long their server may take to answer the upgrade; a bad key of OpenAI's takes 2 s. */
const ANSWER_MS = 60_000;
/** What a client sends before the answer is heard afterwards, up to this. Bytes. */
const MOST_BEFORE_BYTES = 1024 * 1024;
/** A refused client may read the answer this long; what it sends then goes nowhere. */
const REFUSED_MS = 5_000;

export type Upstream = {
  readonly to: URL;
  /** As it goes to their server. */
  readonly head: HttpHead;
};

export type RelayConnectionOptions = {
  client: Socket;
  clock: Clock;
  /** Where a request goes, and what it becomes on the way; a failure is answered with 400. */
  route(came: HttpHead): Result<Upstream>;
  startLog(came: HttpHead): RelayLog;
  /** Certificates that are trusted beside the public ones, for tests. */
  ca?: string | undefined;
};

export class RelayConnection {
  /** Resolves when both sides are gone and the session is on disk. */
  readonly done: Promise<void>;
  readonly #options: RelayConnectionOptions;
  readonly #client: Socket;
  #server: Socket | undefined;
  #log: RelayLog | undefined;
  #finish: () => void = () => undefined;
  #open = 1;
  /** What both sides do is told in the order it came, however long one packed message takes to read. */
  readonly #told = new InOrder();

  constructor(options: RelayConnectionOptions) {
    this.#options = options;
    this.#client = options.client;
    this.done = new Promise(resolve => {
      this.#finish = resolve;
    });
    this.#client.setNoDelay(true);
    this.#client.on('error', error => this.#tell(log => log.ended('client', error)));
    this.#client.once('close', () => this.#closed(this.#server));
    this.#readRequest();
  }

  /** Cuts both sides. */
  destroy(): void {
    this.#client.destroy();
    this.#server?.destroy();
  }

  #readRequest(): void {
    const { clock } = this.#options;
    const client = this.#client;
    let came: Buffer<ArrayBufferLike> = Buffer.alloc(0);
    const cancel = clock.after(HEAD_MS, () => this.#refuse(408, 'No whole request came.'));
    client.once('close', cancel);
    const onData = (chunk: Buffer) => {
      came = Buffer.concat([came, chunk]);
      const read = readHead(came);
      if (read.ok && !read.value) return;
      client.off('data', onData);
      cancel();
      client.pause();
      if (!read.ok) this.#refuse(400, read.error.message);
      else if (read.value) this.#connect(read.value.head, read.value.rest);
    };
    client.on('data', onData);
  }

  #connect(came: HttpHead, rest: Buffer): void {
    const { clock, route, startLog, ca } = this.#options;
    const log = startLog(came);
    this.#log = log;
    const routed = route(came);
    if (!routed.ok) {
      this.#refuse(400, routed.error.message);
      return;
    }
    if (headersByName(came).upgrade?.toLowerCase() !== 'websocket') {
      this.#refuse(426, 'Only WebSocket upgrades are relayed.');
      return;
    }
    const { to, head } = routed.value;
    log.request(came, head, to.origin);
    const host = to.hostname.replace(/^\[|\]$/g, '');
    const where = { host, port: portOf(to), allowHalfOpen: true };
    const server = isSecure(to)
      ? connectTls({ ...where, servername: host, ALPNProtocols: ['http/1.1'], ...(ca ? { ca } : {}) })
      : connectTcp(where);
    this.#server = server;
    this.#open += 1;
    let connected = false;
    const cancel = clock.after(CONNECT_MS, () => server.destroy(new Error('it did not answer in 10 s')));
    server.once(isSecure(to) ? 'secureConnect' : 'connect', () => {
      connected = true;
      cancel();
      server.setNoDelay(true);
      server.write(writeHead(head));
      if (rest.length > 0) server.write(rest);
      this.#pipe(server, rest);
    });
    server.on('error', error => {
      if (connected) this.#tell(told => told.ended('server', error));
      else this.#refuse(502, `${to.host} could not be reached: ${error.message}`);
    });
    server.once('close', () => {
      cancel();
      this.#closed(this.#client);
    });
  }

  #pipe(server: Socket, early: Buffer): void {
    const log = this.#log as RelayLog;
    const { clock } = this.#options;
    const askedMs = clock.monotonicMs();
    let taps: Record<Side, Tap> | undefined;
    /** What the client sent before the answer; read once it is known to be frames. */
    let before: Buffer<ArrayBufferLike> = early;
    let answer: Buffer<ArrayBufferLike> | undefined = Buffer.alloc(0);
    const cancel = clock.after(ANSWER_MS, () => {
      log.failed(504, 'Their server did not answer the upgrade in 60 s.');
      this.destroy();
    });
    server.once('close', cancel);

    forward(this.#client, server, chunk => {
      if (taps) this.#hear(taps.client, chunk);
      else if (answer && before.length < MOST_BEFORE_BYTES) before = Buffer.concat([before, chunk]);
    });
    forward(server, this.#client, chunk => {
      if (taps) {
        this.#hear(taps.server, chunk);
        return;
      }
      if (!answer) return;
      answer = Buffer.concat([answer, chunk]);
      const read = readHead(answer);
      if (read.ok && !read.value) return;
      answer = undefined;
      cancel();
      if (!read.ok || !read.value) {
        log.deaf('server', read.ok ? 'no answer' : read.error.message);
        return;
      }
      const { head, rest } = read.value;
      const status = Number(head.start.split(' ')[1]);
      log.answer(status, head, clock.monotonicMs() - askedMs);
      if (status !== 101) {
        this.#letGo(server);
        return;
      }
      const deflate = (headersByName(head)['sec-websocket-extensions'] ?? '').includes('permessage-deflate');
      taps = { client: tap(log, 'client', deflate), server: tap(log, 'server', deflate) };
      if (before.length > 0) this.#hear(taps.client, before);
      before = Buffer.alloc(0);
      if (rest.length > 0) this.#hear(taps.server, rest);
    });
    this.#client.once('end', () => this.#tell(told => told.ended('client', undefined)));
    server.once('end', () => this.#tell(told => told.ended('server', undefined)));
    this.#client.resume();
  }

  #hear(tap: Tap, chunk: Buffer): void {
    // The mask is taken off in place, and the very same bytes may still wait to be sent on.
    const copy = Buffer.from(chunk);
    this.#told.add(done => tap.hear(copy, done));
  }

  /** Behind all that was heard before. */
  #tell(what: (log: RelayLog) => void): void {
    this.#told.add(done => {
      if (this.#log) what(this.#log);
      done();
    });
  }

  /** Refused: the answer is read to its end, and what else the client sends on this connection goes nowhere. */
  #letGo(server: Socket): void {
    this.#client.removeAllListeners('data');
    this.#client.resume();
    const cancel = this.#options.clock.after(REFUSED_MS, () => this.destroy());
    server.once('close', cancel);
  }

  /** Answers in the place of their server, which was not reached. */
  #refuse(status: number, why: string): void {
    this.#log?.failed(status, why);
    const reasons: Record<number, string> = {
      400: 'Bad Request',
      408: 'Request Timeout',
      426: 'Upgrade Required',
      502: 'Bad Gateway',
    };
    this.#client.end(
      `HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nAudioHook Console, relay: ${why}\n`,
    );
    // Whatever the client does with it: this connection is over.
    this.#client.once('finish', () => this.#client.destroy());
  }

  /** One side is gone. What it sent is still delivered; then the other has nobody to talk to. */
  #closed(other: Socket | undefined): void {
    this.#open -= 1;
    if (this.#open > 0) {
      if (other?.writableLength) other.end(() => other.destroy());
      else other?.destroy();
      return;
    }
    this.#told.add(done => {
      done();
      void (this.#log?.done() ?? Promise.resolve()).then(this.#finish);
    });
  }
}

/** Bytes of one side to the other, first of all; then `heard`. The end of one is the end of writing to the other. */
function forward(from: Socket, to: Socket, heard: (chunk: Buffer) => void): void {
  from.on('data', (chunk: Buffer) => {
    if (!to.destroyed && !to.write(chunk)) {
      from.pause();
      to.once('drain', () => from.resume());
    }
    heard(chunk);
  });
  from.once('end', () => to.end());
}

function tap(log: RelayLog, side: Side, deflate: boolean): Tap {
  const listener: TapListener = {
    text: (text, bytes) => log.text(side, text, bytes),
    binary: data => log.binary(side, data),
    ping: data => log.control(side, 'ping', data.length),
    pong: data => log.control(side, 'pong', data.length),
    close: (code, reason) => log.close(side, code, reason),
    deaf: why => log.deaf(side, why),
  };
  return createTap(listener, side === 'client', deflate);
}
