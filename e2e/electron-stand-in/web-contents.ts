/** `webContents`: IPC with the page through the built preload, and the walls around where the page may go. */
import type { IpcMain, IpcMainEvent, WebContents, WebFrameMain } from 'electron';
import { appEvents } from './app.ts';
import { Events } from './events.ts';
import { answered, record, wentToPage } from './record.ts';
import { strict } from './strict.ts';

type IpcListener = (event: IpcMainEvent, ...args: unknown[]) => void;
/** Where a message comes from, as the main process sees it. */
export type Sender = { url: string; parent: 'none' | 'some' };

export class StandInContents {
  readonly events = new Events('webContents', [
    'will-navigate',
    'will-frame-navigate',
    'will-redirect',
    'will-attach-webview',
    'render-process-gone',
    'destroyed',
  ]);
  /** Hands a message of the main process to the document's preload. Set by the page. */
  toPreload: (channel: string, args: unknown[]) => void = () => undefined;
  readonly electron: WebContents;
  readonly #ipc = new Map<string, IpcListener[]>();
  #windowOpenHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | undefined;
  #destroyed = false;

  constructor() {
    const on = (add: (name: string, listener: never) => void) => (name: string, listener: never) => {
      record.handlers.push(name);
      add(name, listener);
      return this.electron;
    };
    const ipc = strict('webContents.ipc', {
      on: on((channel, listener) => this.#ipc.set(channel, [...(this.#ipc.get(channel) ?? []), listener])) as never,
    } satisfies Pick<IpcMain, 'on'>);
    this.electron = strict('webContents', {
      ipc: ipc as unknown as IpcMain,
      isDestroyed: () => this.#destroyed,
      send: (channel, ...args) => {
        if (typeof args[0] === 'string') wentToPage(args[0]);
        this.toPreload(channel, structuredClone(args));
      },
      setWindowOpenHandler: handler => {
        record.handlers.push('window open');
        this.#windowOpenHandler = handler;
      },
      on: on((name, listener) => this.events.add(name, listener)) as never,
    } satisfies Pick<
      WebContents,
      'ipc' | 'isDestroyed' | 'send' | 'setWindowOpenHandler' | 'on'
    >) as unknown as WebContents;
    appEvents.emit('web-contents-created', {}, this.electron);
  }

  /** A message of a frame, real or (for the tests) pretended. */
  fromPage(sender: Sender, channel: string, args: unknown[]): void {
    record.messages.fromPage += 1;
    const parent = sender.parent === 'none' ? null : ({} as WebFrameMain);
    const frame = strict('senderFrame', { url: sender.url, parent } satisfies Pick<WebFrameMain, 'url' | 'parent'>);
    const event = strict('IpcMainEvent', { senderFrame: frame as WebFrameMain, sender: this.electron });
    const listeners = this.#ipc.get(channel);
    if (!listeners) throw new Error(`The preload sent on "${channel}", where nobody listens.`);
    for (const listener of listeners) listener(event as IpcMainEvent, ...args);
  }

  /** Asks whether the page may go to `url`. */
  mayNavigate(url: string, isMainFrame: boolean): boolean {
    const details = { url, isMainFrame, isSameDocument: false };
    // Electron announces a main frame's navigation twice, a sub frame's once.
    const inFrame = this.events.emitPreventable('will-frame-navigate', details);
    const prevented = (isMainFrame && this.events.emitPreventable('will-navigate', details, url)) || inFrame;
    answered(`navigate ${isMainFrame ? 'page' : 'frame'} to ${url}`, !prevented);
    return !prevented;
  }

  mayAttachWebview(): boolean {
    const prevented = this.events.emitPreventable('will-attach-webview', {}, {}, {});
    answered('attach webview', !prevented);
    return !prevented;
  }

  /** What the main process answers to `window.open`. Without a handler Electron allows it. */
  windowOpen(url: string): void {
    const answer = this.#windowOpenHandler?.({
      url,
      frameName: '',
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: '', policy: 'default' },
    });
    answered(`window.open ${url}`, answer?.action === 'deny' ? 'denied' : 'granted');
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.events.emit('destroyed');
  }
}
