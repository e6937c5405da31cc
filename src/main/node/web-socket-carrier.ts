/** The contract over one WebSocket of the browser host: a message is a text frame. */
import type { WebSocket } from 'ws';
import type { Carrier } from '../../shared/contract/carrier.ts';

/** Close codes of RFC 6455, section 7.4.1. */
const GOING_AWAY = 1001;
const UNSUPPORTED_DATA = 1003;

/**
 * Carries over an open socket, which it owns from here on. A binary frame closes it: the contract is text.
 * @param onFault hears of frames that break the protocol or are too large. That a connection broke is told by `onClose`.
 */
export function webSocketCarrier(socket: WebSocket, onFault: (error: Error) => void): Carrier {
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
  socket.on('close', () => {
    for (const listener of closes) listener();
  });
  return {
    post: message => {
      if (socket.readyState === socket.OPEN) socket.send(message);
    },
    onMessage: listener => messages.push(listener),
    onClose: listener => closes.push(listener),
    close: () => socket.close(GOING_AWAY),
  };
}
