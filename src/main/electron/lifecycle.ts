/** When the desktop app ends, and that it ends properly. */
import { app } from 'electron';
import { followParent } from '../node/follow-parent.ts';

/** Quits with its last window, with the process that started it, and on the signals that ask for an end. */
export function quitWhenDone(): void {
  app.on('window-all-closed', () => app.quit());
  followParent(() => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}

/**
 * Holds the end back until `dispose` is done: calls are closed, captures flushed. It runs once, however often the end is
 * asked for, and a failure in it is reported and does not keep the app alive.
 */
export function disposeBeforeQuit(dispose: () => Promise<void>, onBug: (error: unknown, where: string) => void): void {
  let state: 'running' | 'disposing' | 'disposed' = 'running';
  app.on('before-quit', event => {
    if (state === 'disposed') return;
    event.preventDefault();
    if (state === 'disposing') return;
    state = 'disposing';
    void dispose()
      .catch(error => onBug(error, 'quit'))
      .then(() => {
        state = 'disposed';
        app.quit();
      });
  });
}
