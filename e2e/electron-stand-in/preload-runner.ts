/** Runs the built preload as Electron's sandbox does: a context of its own, in which only `electron` can be required. */
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import type { ContextBridge, IpcRenderer, IpcRendererEvent } from 'electron';
import { strict } from './strict.ts';

type Exposed = Record<string, (...args: unknown[]) => unknown>;

/** One document's preload. Until `start` it has sent nothing: the document is not there yet. */
export type Preload = {
  /** What it exposed, by name. */
  exposed: ReadonlyMap<string, Exposed>;
  /** Lets out what was sent so far, and everything from now on. */
  start(send: (channel: string, args: unknown[]) => void): void;
  /** A message of the main process. */
  receive(channel: string, args: unknown[]): void;
};

export function runPreload(file: string): Preload {
  const exposed = new Map<string, Exposed>();
  const listeners = new Map<string, ((event: IpcRendererEvent, ...args: unknown[]) => void)[]>();
  const early: [string, unknown[]][] = [];
  let send: (channel: string, args: unknown[]) => void = (channel, args) => early.push([channel, args]);

  const contextBridge = strict('contextBridge', {
    exposeInMainWorld: (name: string, api: Exposed) => {
      if (exposed.has(name)) throw new Error(`${name} is exposed twice.`);
      exposed.set(name, api);
    },
  } satisfies Pick<ContextBridge, 'exposeInMainWorld'>);
  const ipcRenderer = strict('ipcRenderer', {
    on: ((channel: string, listener: (event: IpcRendererEvent, ...args: unknown[]) => void) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    }) as IpcRenderer['on'],
    send: (channel: string, ...args: unknown[]) => send(channel, structuredClone(args)),
  } satisfies Pick<IpcRenderer, 'on' | 'send'>);

  const require = (name: string) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot require "${name}".`);
    return strict('the preload', { contextBridge, ipcRenderer });
  };
  const module = { exports: {} };
  const source = `(function (require, module, exports) {${readFileSync(file, 'utf8')}\n})`;
  vm.runInNewContext(source, { console }, { filename: file })(require, module, module.exports);

  return {
    exposed,
    start: to => {
      send = to;
      for (const [channel, args] of early) to(channel, args);
    },
    receive: (channel, args) => {
      const event = {} as IpcRendererEvent;
      for (const listener of listeners.get(channel) ?? []) listener(event, ...args);
    },
  };
}
