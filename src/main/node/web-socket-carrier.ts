/** The contract over one WebSocket of the browser host: a message is a text frame. */
import type { WebSocket } from 'ws';
import type { Carrier } from '../../shared/contract/carrier.ts';
import type { Clock } from '../../shared/lib/clock.ts';

/** Close codes of RFC 6455, section 7.4.1. */
const GOING_AWAY = 1001;
const UNSUPPORTED_DATA = 1003;

/** A page is asked for a sign of life this often; two without one, and it is gone (a tunnel that died, a lost laptop). */
const PING_MS = 10_000;
/** What a page that does not read may leave in our memory; then it is cut off, and comes back by itself. */
const MOST_BUFFERED_BYTES = 64 * 1024 * 1024;

export type WebSocketCarrierOptions = {
  clock: Clock;
  /** Hears of frames that break the protocol or are too large. That a connection broke is told by `onClose`. */
  onFault(error: Error): void;
};

/** Carries over an open socket, which it owns from here on. A binary frame closes it: the contract is text. */
export function webSocketCarrier(socket: WebSocket, { clock, onFault }: WebSocketCarrierOptions): Carrier {
  const messages: ((message: string) => void)[] = [];
  const closes: (() => void)[] = [];
  socket.on('message', (bytes, isBinary) => {
    if (isBinary) {
      socket.close(UNSUPPORTED_DATA, 'The contract is text.');
      return;
    }
    const text = bytes.toString();
    for (const listener of messages) listener(text);
  });
  socket.on('error', (error: Error & { code?: string }) => {
    // ws names its own faults so; all others are the network's: the page was closed, the tunnel broke.
    if (error.code?.startsWith('WS_ERR')) onFault(error);
  });
  let unanswered = 0;
  const stopPings = clock.every(PING_MS, () => {
    unanswered += 1;
    if (unanswered > 2) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.ping();
  });
  socket.on('pong', () => {
    unanswered = 0;
  });
  socket.on('close', () => {
    stopPings();
    for (const listener of closes) listener();
  });
  return {
    post: message => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > MOST_BUFFERED_BYTES) socket.terminate();
      else socket.send(message);
    },
    onMessage: listener => messages.push(listener),
    onClose: listener => closes.push(listener),
    close: () => socket.close(GOING_AWAY),
  };
}
