/** A Chromium of our own, spoken to over the DevTools protocol: Electron brings one along, the stand-in starts one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';

type Params = Record<string, unknown>;
type EventListener = (params: Params) => void;

/** One attached target (a page): commands are answered, events are announced, both in order. */
export type DevToolsSession = {
  send(method: string, params?: Params): Promise<Params>;
  on(method: string, listener: EventListener): void;
};

export type Chromium = {
  /** Where Playwright's `connectOverCDP` connects. */
  endpoint: string;
  browser: DevToolsSession;
  openPage(): Promise<DevToolsSession & { targetId: string }>;
  close(): Promise<void>;
};

/** Starts Chromium with `args` and a profile that is deleted with it. */
export async function startChromium(executable: string, args: readonly string[]): Promise<Chromium> {
  const profile = mkdtempSync(join(tmpdir(), 'electron-stand-in-'));
  const child = spawn(
    executable,
    [
      '--headless=new',
      '--remote-debugging-port=0',
      // Nothing is said over the pipe: when it breaks, because this process was killed, Chromium ends too.
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
      '--window-size=1280,800',
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...args,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  );
  const endpoint = await devToolsAddress(child);
  const socket = new WebSocket(endpoint, { perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const connect = connection(socket);
  const browser = connect();

  return {
    endpoint,
    browser,
    openPage: async () => {
      const { targetInfos } = (await browser.send('Target.getTargets')) as {
        targetInfos: { targetId: string; type: string }[];
      };
      const targetId = targetInfos.find(target => target.type === 'page')?.targetId;
      if (!targetId) throw new Error('Chromium opened no page.');
      const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
      return { ...connect(String(sessionId)), targetId };
    },
    close: async () => {
      const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
      socket.terminate();
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Sessions over one socket; without an id, the browser's own. */
function connection(socket: WebSocket): (sessionId?: string) => DevToolsSession {
  let nextId = 1;
  const pending = new Map<number, { resolve(result: Params): void; reject(error: Error): void }>();
  const listeners: { sessionId: string | undefined; method: string; listener: EventListener }[] = [];
  socket.on('message', data => {
    const message = JSON.parse(data.toString());
    if (message.id === undefined) {
      for (const one of listeners) {
        if (one.sessionId === message.sessionId && one.method === message.method) one.listener(message.params);
      }
      return;
    }
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.error) waiting?.reject(new Error(message.error.message));
    else waiting?.resolve(message.result);
  });
  socket.on('close', () => {
    for (const waiting of pending.values()) waiting.reject(new Error('Chromium is gone.'));
    pending.clear();
  });
  return sessionId => ({
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        pending.set(id, { resolve, reject });
        socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
      }),
    on: (method, listener) => {
      listeners.push({ sessionId, method, listener });
    },
  });
}

function devToolsAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const address = /DevTools listening on (ws:\/\/\S+)/.exec(text)?.[1];
      if (address) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', code =>
      reject(new Error(`Chromium ended with ${code} before it was ready: ${text.slice(-500)}`)),
    );
  });
}
