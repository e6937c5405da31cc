/** One WebSocket of a call: connects, appends what happens to the connection, and hands on what comes. */
import type { ClientRequest } from 'node:http';
import { type ClientOptions, WebSocket } from 'ws';
import { MAX_RECEIVED_BYTES, OPEN_TIMEOUT_MS } from '../../../shared/audiohook/limits.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { maskHeaders, maskTarget } from '../../../shared/redaction/mask.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';
import { type ConnectProblem, connectProblem } from './connect-failure.ts';

/** How long a server may take to answer the close frame before TCP is dropped. */
const CLOSE_FRAME_MS = 2_000;

export type CallSocketOptions = {
  url: URL;
  headers: Record<string, string>;
  recorder: SessionRecorder;
  clock: Clock;
  /** A fault: half a request, then TCP is dropped. */
  dropInUpgrade?: boolean;
  onConnected(): void;
  onText(data: Buffer): void;
  onAudio(data: Buffer): void;
  /** Once. `problem`: why the connection did not come about at all. */
  onGone(how: string, problem: ConnectProblem | undefined): void;
};

export class CallSocket {
  /** HTTP status of the answer to the upgrade, if there was one. */
  status: number | undefined;
  readonly #socket: WebSocket;
  readonly #options: CallSocketOptions;
  readonly #cancelTimeout: () => void;
  /** The upgrade was not answered in time. */
  #late: Error | undefined;
  #gone = false;
  #silent = false;
  /** The client has ended it: what the socket says then is no fault of the server's. */
  #ending = false;

  constructor(options: CallSocketOptions) {
    this.#options = options;
    const { url, headers, recorder } = options;
    recorder.append({
      leg: 'genesys',
      type: 'connection',
      phase: 'upgrade',
      direction: 'out',
      method: 'GET',
      target: maskTarget(url.href),
      headers: maskHeaders(headers),
    });
    // closeTimeout is documented by ws and missing in its types.
    const wsOptions: ClientOptions & { closeTimeout: number } = {
      headers,
      perMessageDeflate: false,
      maxPayload: MAX_RECEIVED_BYTES,
      followRedirects: false,
      closeTimeout: CLOSE_FRAME_MS,
      ...(options.dropInUpgrade ? { finishRequest: dropHalfway } : {}),
    };
    this.#socket = new WebSocket(url, wsOptions);
    this.#cancelTimeout = options.clock.after(OPEN_TIMEOUT_MS, () => {
      this.#late = new Error('Opening handshake has timed out');
      this.#socket.terminate();
    });
    this.#listen();
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN && !this.#silent;
  }

  send(data: string | Uint8Array): void {
    this.#socket.send(data);
  }

  close(): void {
    this.#ending = true;
    if (this.#socket.readyState === WebSocket.CONNECTING) this.#socket.terminate();
    else this.#socket.close(1000);
  }

  /** Drops TCP. */
  terminate(): void {
    this.#socket.terminate();
  }

  /** Reads nothing until `resume`: what the server sends piles up on its side. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Neither reads nor writes any more, as if the cable were cut. */
  fallSilent(): void {
    this.#silent = true;
    this.#socket.pause();
  }

  #listen(): void {
    const { recorder } = this.#options;
    const socket = this.#socket;
    let problem: ConnectProblem | undefined;
    socket.on('upgrade', response => {
      this.#cancelTimeout();
      this.status = 101;
      const headers = maskHeaders(flatten(response.headers));
      recorder.append({ leg: 'genesys', type: 'connection', phase: 'open', direction: 'in', status: 101, headers });
    });
    socket.on('open', () => this.#options.onConnected());
    socket.on('unexpected-response', (request, response) => {
      this.#cancelTimeout();
      const status = response.statusCode ?? 0;
      this.status = status;
      const headers = maskHeaders(flatten(response.headers));
      recorder.append({ leg: 'genesys', type: 'connection', phase: 'open', direction: 'in', status, headers });
      const hasKey = this.#options.headers['x-api-key'] !== undefined;
      problem = connectProblem(this.#options.url, { status, location: response.headers.location, hasKey });
      request.destroy();
      this.#onGone(problem.sentence, problem);
    });
    socket.on('message', (data: Buffer, isBinary) => {
      if (this.#gone) return;
      if (isBinary) this.#options.onAudio(data);
      else this.#options.onText(data);
    });
    socket.on('error', (failure: NodeJS.ErrnoException) => {
      if (this.#gone || (this.#ending && this.status === undefined)) return;
      const error = this.#late ?? failure;
      recorder.append({ leg: 'genesys', type: 'connection', phase: 'error', reason: error.message });
      if (this.status === undefined) problem ??= connectProblem(this.#options.url, { error });
    });
    socket.on('close', (code, reason) => {
      this.#cancelTimeout();
      if (this.#gone) return;
      const text = reason.toString('utf8');
      recorder.append({ leg: 'genesys', type: 'connection', phase: 'close', direction: 'in', code, reason: text });
      this.#onGone(problem?.sentence ?? `code ${code}${text ? `, ${text}` : ''}`, problem);
    });
  }

  #onGone(how: string, problem: ConnectProblem | undefined): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#options.onGone(how, problem);
  }
}

function dropHalfway(request: ClientRequest): void {
  request.on('socket', socket => {
    socket.once('connect', () => {
      socket.write('GET /');
      request.destroy();
    });
  });
}

function flatten(headers: NodeJS.Dict<string | string[]>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}
