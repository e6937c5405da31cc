/**
 * Carries opaque messages between the page and the main process, and can do nothing else. It runs in Electron's sandbox,
 * so all that it may require is `electron`.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { CONNECT_CHANNEL, MESSAGE_CHANNEL } from './channels.ts';

type Listener = (message: string) => void;
const listeners = new Set<Listener>();

ipcRenderer.on(MESSAGE_CHANNEL, (_event, message: unknown) => {
  if (typeof message !== 'string') return;
  for (const listener of listeners) listener(message);
});
ipcRenderer.send(CONNECT_CHANNEL);

contextBridge.exposeInMainWorld('audiohookConsole', {
  /** @throws TypeError for anything but a string: an object would be cloned into the main process. */
  post: (message: unknown): void => {
    if (typeof message !== 'string') throw new TypeError('Only strings can be posted.');
    ipcRenderer.send(MESSAGE_CHANNEL, message);
  },
  /** Subscribes; the returned function unsubscribes. */
  onMessage: (listener: unknown): (() => void) => {
    if (typeof listener !== 'function') throw new TypeError('A listener must be a function.');
    const own: Listener = message => listener(message);
    listeners.add(own);
    return () => {
      listeners.delete(own);
    };
  },
});
