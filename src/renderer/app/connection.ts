/**
 * The page's connection to the host. A lost WebSocket is opened again with back-off, and then there is a new client:
 * what depends on the client subscribes again, and everything else stays where it was.
 */
import { createClient } from '../../shared/contract/client.ts';
import { type ConsoleClient, contract } from '../../shared/contract/contract.ts';
import { createStore, type ReadableStore } from '../ui/store.ts';
import { ipcCarrier, type PreloadBridge, webSocketCarrier } from './carriers.ts';

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'connected'; readonly client: ConsoleClient }
  /** `client` is the last one: its calls fail with `disconnected`, and it goes when there is a new one. */
  | { readonly state: 'lost'; readonly client: ConsoleClient | undefined; readonly retryInMs: number };

/** Waits between attempts, ms; the last one repeats. The host is on the same machine, so it can be asked often. */
const BACK_OFF_MS = [250, 500, 1000, 2000, 4000] as const;

export function connectByIpc(bridge: PreloadBridge): ReadableStore<Connection> {
  return createStore<Connection>({ state: 'connected', client: createClient(contract, ipcCarrier(bridge)) });
}

/** Connects for as long as the page lives. */
export function connectByWebSocket(url: string): ReadableStore<Connection> {
  const store = createStore<Connection>({ state: 'connecting' });
  let attempt = 0;
  const lastClient = () => {
    const now = store.get();
    return now.state === 'connecting' ? undefined : now.client;
  };
  const open = () => {
    const socket = new WebSocket(url);
    socket.addEventListener('open', () => {
      attempt = 0;
      store.set({ state: 'connected', client: createClient(contract, webSocketCarrier(socket)) });
    });
    socket.addEventListener('close', () => {
      const retryInMs = BACK_OFF_MS[Math.min(attempt, BACK_OFF_MS.length - 1)] ?? 4000;
      attempt += 1;
      store.set({ state: 'lost', client: lastClient(), retryInMs });
      setTimeout(open, retryInMs);
    });
  };
  open();
  return store;
}
