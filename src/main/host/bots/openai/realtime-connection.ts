/** One WebSocket to the model, its life in the log: frames in, frames out, and why it ended. */
import type { OpenAIRealtimeWS } from 'openai/realtime/ws';
import type { Clock } from '../../../../shared/lib/clock.ts';
import type { RealtimeClientEvent } from '../../../../shared/realtime/events.ts';
import type { SessionRecorder } from '../../capture/session-recorder.ts';
import { failureText, headersOf, logConnection, logUpgrade, refusalText } from './connection-log.ts';
import { openRealtime } from './open-realtime.ts';
import type { RealtimeEndpoint } from './realtime-endpoint.ts';

/** How long a polite close may take before the socket is cut. */
const CLOSE_TIMEOUT_MS = 2000;

export interface ConnectionOptions {
  readonly endpoint: RealtimeEndpoint;
  readonly apiKey: string;
  readonly model: string;
  readonly recorder: SessionRecorder;
  readonly clock: Clock;
  /** Runs a listener's body: one that throws would wedge the socket without a word. */
  guard(doing: string, action: () => void): void;
  onFrame(data: string, isBinary: boolean): void;
  /** The connection could not be had; no `onClosed` follows that matters. */
  onFailed(why: string): void;
  onClosed(code: number, reason: string): void;
}

export class RealtimeConnection {
  /** Resolves when the socket is gone. */
  readonly closed: Promise<void>;
  readonly #options: ConnectionOptions;
  readonly #where: string;
  #connection: OpenAIRealtimeWS | undefined;
  #wasOpen = false;
  #mustClose = false;
  /** What the transport said last, for a close without a reason. */
  #failure = '';
  #resolveClosed: () => void = () => undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#where = new URL(options.endpoint.baseURL).host;
    this.closed = new Promise(resolve => {
      this.#resolveClosed = resolve;
    });
    const { endpoint, apiKey, model, recorder, guard } = options;
    const onUpgradeRequest = (request: Parameters<typeof logUpgrade>[1]): void =>
      guard('recording the upgrade', () => logUpgrade(recorder, request));
    openRealtime({ endpoint, apiKey, model, onUpgradeRequest }).then(
      connection => this.#attach(connection),
      (error: unknown) => this.#couldNotOpen(error),
    );
  }

  /** When it is not, the package drops what is sent in silence. */
  get isOpen(): boolean {
    const socket = this.#connection?.socket;
    return socket !== undefined && socket.readyState === socket.OPEN;
  }

  send(event: RealtimeClientEvent): void {
    this.#connection?.send(event);
  }

  close(): void {
    this.#mustClose = true;
    const socket = this.#connection?.socket;
    if (!socket || socket.readyState === socket.CLOSED) return;
    socket.close(1000, 'OK');
    const cancel = this.#options.clock.after(CLOSE_TIMEOUT_MS, () => socket.terminate());
    socket.once('close', cancel);
  }

  #attach(connection: OpenAIRealtimeWS): void {
    const { recorder, guard, onFrame, onFailed, onClosed } = this.#options;
    const { socket } = connection;
    this.#connection = connection;
    // The raw frame, not the package's event: the log keeps it as it was on the wire, also when it cannot be parsed.
    socket.on('message', (data, isBinary) => guard('taking a frame', () => onFrame(data.toString(), isBinary)));
    socket.on('upgrade', response =>
      guard('recording the handshake', () => {
        this.#wasOpen = true;
        logConnection(recorder, { phase: 'open', direction: 'in', status: 101, headers: headersOf(response) });
      }),
    );
    socket.on('unexpected-response', (_request, response) =>
      guard('taking a refused handshake', () => {
        const why = refusalText(this.#where, response);
        const status = response.statusCode ?? 0;
        logConnection(recorder, { phase: 'error', status, reason: why, headers: headersOf(response) });
        response.resume();
        this.#mustClose = true;
        onFailed(why);
      }),
    );
    // Without this listener a failure would end the process. Server errors and bad frames come as frames above.
    connection.on('error', error =>
      guard('taking a failure', () => {
        if (error.error || socket.readyState === socket.OPEN || this.#mustClose) return;
        this.#failure = failureText(error);
        logConnection(recorder, { phase: 'error', reason: this.#failure });
        if (!this.#wasOpen) onFailed(`${this.#where} could not be reached: ${this.#failure}`);
      }),
    );
    socket.on('close', (code, reason) => {
      guard('taking the close', () => {
        logConnection(recorder, { phase: 'close', code, reason: reason.toString() });
        onClosed(code, reason.toString() || this.#failure);
      });
      this.#resolveClosed();
    });
    if (this.#mustClose) this.close();
  }

  #couldNotOpen(error: unknown): void {
    const { recorder, guard, onFailed } = this.#options;
    guard('taking a failure', () => {
      const why = error instanceof Error ? error.message : String(error);
      logConnection(recorder, { phase: 'error', reason: why });
      onFailed(`The connection to ${this.#where} could not be made: ${why}`);
    });
    this.#resolveClosed();
  }
}
