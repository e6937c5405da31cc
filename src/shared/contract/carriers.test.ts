/** The contract over each of its carriers, each with the product's code at both ends. */
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { StandInContents } from '../../../e2e/electron-stand-in/web-contents.ts';
import { acceptIpcCarriers } from '../../main/electron/ipc-carrier.ts';
import { systemClock } from '../../main/host/system.ts';
import { webSocketCarrier as hostCarrier } from '../../main/node/web-socket-carrier.ts';
import { ipcCarrier, type PreloadBridge, webSocketCarrier } from '../../renderer/app/carriers.ts';
import { Scope } from '../lib/scope.ts';
import { type Carrier, carrierPair } from './carrier.ts';
import { contractSuite, type JoinedCarriers } from './contract-suite.ts';

let scope = new Scope();
const dispose = async () => {
  await scope.dispose();
  scope = new Scope();
};

async function joinInMemory(): Promise<JoinedCarriers> {
  const [page, host] = carrierPair();
  return { page, host, closePage: page.close, closeHost: host.close };
}

async function joinByWebSocket(): Promise<JoinedCarriers> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  scope.own(() => new Promise<void>(resolve => server.close(() => resolve())));
  const host = new Promise<Carrier>(resolve => {
    server.once('connection', socket =>
      resolve(
        hostCarrier(socket, {
          clock: systemClock,
          onFault: error => {
            throw error;
          },
        }),
      ),
    );
  });
  await new Promise(resolve => server.once('listening', resolve));
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await new Promise(resolve => socket.addEventListener('open', resolve, { once: true }));
  scope.own(() => {
    for (const client of server.clients) client.terminate();
  });
  return {
    page: webSocketCarrier(socket),
    host: await host,
    closePage: () => socket.close(),
    closeHost: () => {
      for (const client of server.clients) client.terminate();
    },
  };
}

/** Electron's side of a preload, between the source of our preload and the stand-in's web contents. */
const renderer = vi.hoisted(() => ({
  send: (_channel: string, _args: unknown[]): void => undefined,
  receive: (_channel: string, _message: unknown): void => undefined,
  bridge: undefined as PreloadBridge | undefined,
}));
vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (_name: string, bridge: PreloadBridge) => {
      renderer.bridge = bridge;
    },
  },
  ipcRenderer: {
    on: (wanted: string, listener: (event: object, message: unknown) => void) => {
      renderer.receive = (channel, message) => {
        if (channel === wanted) listener({}, message);
      };
    },
    send: (channel: string, ...args: unknown[]) => renderer.send(channel, args),
  },
}));

/** Loads a page: its preload runs and connects. @returns the page's bridge */
async function loadPage(contents: StandInContents, url = 'app://console/'): Promise<PreloadBridge> {
  renderer.send = (channel, args) => void setImmediate(() => contents.fromPage({ url, parent: 'none' }, channel, args));
  contents.toPreload = (channel, [message]) => void setImmediate(() => renderer.receive(channel, message));
  vi.resetModules();
  await import('../../preload/index.ts');
  if (!renderer.bridge) throw new Error('The preload exposed nothing.');
  return renderer.bridge;
}

async function joinByIpc(): Promise<JoinedCarriers> {
  const contents = new StandInContents();
  const host = new Promise<Carrier>(resolve => acceptIpcCarriers(contents.electron, resolve));
  const bridge = await loadPage(contents);
  return { page: ipcCarrier(bridge), host: await host, closePage: () => contents.destroy() };
}

contractSuite('the in-memory pair', joinInMemory, dispose);
contractSuite('a WebSocket', joinByWebSocket, dispose);
contractSuite("Electron's IPC", joinByIpc, dispose);

test('a reloaded page gets a carrier of its own, and the one before is closed', async () => {
  const contents = new StandInContents();
  const carriers: Carrier[] = [];
  let closed = 0;
  acceptIpcCarriers(contents.electron, carrier => {
    carriers.push(carrier);
    carrier.onClose(() => {
      closed += 1;
    });
  });
  await loadPage(contents);
  await expect.poll(() => carriers.length).toBe(1);
  await loadPage(contents);
  await expect.poll(() => carriers.length).toBe(2);
  expect(closed).toBe(1);
});

test.each([
  ['another page', { url: 'https://example.com/', parent: 'none' }],
  ['a look-alike of the scheme', { url: 'app://console.example.com/', parent: 'none' }],
  ['another file of the page', { url: 'app://console/assets/x.js', parent: 'none' }],
  ['a frame inside the page', { url: 'app://console/', parent: 'some' }],
] as const)('%s gets no carrier and cannot speak', async (_who, sender) => {
  const contents = new StandInContents();
  const messages: string[] = [];
  let carriers = 0;
  acceptIpcCarriers(contents.electron, carrier => {
    carriers += 1;
    carrier.onMessage(message => messages.push(message));
  });
  contents.fromPage(sender, 'carrier-connect', []);
  expect(carriers).toBe(0);
  contents.fromPage({ url: 'app://console/', parent: 'none' }, 'carrier-connect', []);
  contents.fromPage(sender, 'carrier-message', ['foreign']);
  contents.fromPage({ url: 'app://console/', parent: 'none' }, 'carrier-message', [{ not: 'text' }]);
  contents.fromPage({ url: 'app://console/', parent: 'none' }, 'carrier-message', ['own']);
  expect({ carriers, messages }).toEqual({ carriers: 1, messages: ['own'] });
});

test('the preload posts strings only', async () => {
  const contents = new StandInContents();
  acceptIpcCarriers(contents.electron, () => undefined);
  const bridge = await loadPage(contents);
  expect(() => bridge.post({} as string)).toThrow(TypeError);
  expect(() => bridge.onMessage('no function' as never)).toThrow(TypeError);
});
