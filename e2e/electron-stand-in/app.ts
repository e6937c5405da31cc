/** `app`: readiness, the order of events at the end, and windows in general. */
import type { App } from 'electron';
import { Events } from './events.ts';
import { requestLock } from './one-instance.ts';
import { strict } from './strict.ts';

export const appEvents = new Events('app', [
  'before-quit',
  'will-quit',
  'window-all-closed',
  'web-contents-created',
  'second-instance',
  'open-file',
]);

/** Closes the windows that are open, as quitting does. */
export const closeWindows: { now: () => void } = { now: () => undefined };

/** What must be closed when the app ends, newest first. */
export const closers: (() => Promise<void>)[] = [];

/** Handlers of schemes and the like must be set before this is true, or after, as in Electron. */
export const readiness = { ready: false };

let ending = false;
let userData: string | undefined;

async function end(code: number): Promise<never> {
  for (const close of closers.reverse()) await close();
  process.exit(code);
}

const known = {
  whenReady: async () => {
    // Electron becomes ready only after the main module has run to its first await.
    await new Promise(resolve => setImmediate(resolve));
    readiness.ready = true;
  },
  quit: () => {
    if (ending || appEvents.emitPreventable('before-quit')) return;
    ending = true;
    closeWindows.now();
    appEvents.emitPreventable('will-quit');
    void end(0);
  },
  exit: (code?: number) => {
    ending = true;
    void end(code ?? 0);
  },
  on: ((name: string, listener: (...args: never[]) => void) => {
    appEvents.add(name, listener);
    return app;
  }) as App['on'],
  setPath: (name, path) => {
    if (name !== 'userData') throw new Error(`The stand-in does not know the path "${name}".`);
    if (userData !== undefined) throw new Error('userData was set already.');
    userData = path;
  },
  requestSingleInstanceLock: () => {
    if (userData === undefined) throw new Error('Without a folder of its own the lock would be that of all consoles.');
    const release = requestLock(userData, ({ args, workingDirectory }) => {
      appEvents.emitPreventable('second-instance', {}, args, workingDirectory, {});
    });
    if (release) closers.push(async () => release());
    return release !== false;
  },
} satisfies Pick<App, 'whenReady' | 'quit' | 'exit' | 'on' | 'setPath' | 'requestSingleInstanceLock'>;

export const app = strict('app', known) as unknown as App;
