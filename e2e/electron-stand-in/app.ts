/** `app`: readiness, the order of events at the end, and windows in general. */
import type { App } from 'electron';
import { Events } from './events.ts';
import { strict } from './strict.ts';

export const appEvents = new Events('app', ['before-quit', 'will-quit', 'window-all-closed', 'web-contents-created']);

/** What must be closed when the app ends, newest first. */
export const closers: (() => Promise<void>)[] = [];

/** Handlers of schemes and the like must be set before this is true, or after, as in Electron. */
export const readiness = { ready: false };

let ending = false;

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
} satisfies Pick<App, 'whenReady' | 'quit' | 'exit' | 'on'>;

export const app = strict('app', known) as unknown as App;
