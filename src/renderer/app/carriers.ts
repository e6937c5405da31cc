/** The page's two carriers: Electron's IPC through the preload, and a WebSocket to the browser host. */
import type { Carrier } from '../../shared/contract/carrier.ts';

/** What the preload exposes: opaque messages, both ways. */
export type PreloadBridge = {
  post(message: string): void;
  onMessage(listener: (message: string) => void): () => void;
};

declare global {
  interface Window {
    readonly audiohookConsole?: PreloadBridge;
  }
}

/** Over IPC. It never closes: when the main process is gone, so is the window. */
export function ipcCarrier(bridge: PreloadBridge): Carrier {
  const ends: (() => void)[] = [];
  return {
    post: message => bridge.post(message),
    onMessage: listener => void ends.push(bridge.onMessage(listener)),
    onClose: () => undefined,
    close: () => {
      for (const end of ends) end();
    },
  };
}

/** Over a WebSocket that is open: one text frame a message. */
export function webSocketCarrier(socket: WebSocket): Carrier {
  return {
    post: message => {
      if (socket.readyState === WebSocket.OPEN) socket.send(message);
    },
    onMessage: listener =>
      socket.addEventListener('message', event => {
        if (typeof event.data === 'string') listener(event.data);
      }),
    onClose: listener => socket.addEventListener('close', listener, { once: true }),
    close: () => socket.close(),
  };
}

/** Where the browser host serves the contract, with the token from the page's own address. */
export function contractUrl(page: Location): string {
  const url = new URL('/contract', page.href);
  url.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = '';
  url.hash = '';
  const token = new URLSearchParams(page.search).get('token');
  if (token !== null) url.searchParams.set('token', token);
  return url.href;
}
