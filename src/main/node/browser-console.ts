/** A whole console without a window: the host, and its page for a browser. Used by `serve` and by no command. */
import { join } from 'node:path';
import { createHost, type Host, type HostOptions } from '../host/create-host.ts';
import { systemIds } from '../host/system.ts';
import { startBrowserHost } from './browser-host.ts';
import { CouldNotRun } from './could-not-run.ts';

/** The built page lies beside the built command line. */
const RENDERER_DIR = join(import.meta.dirname, '..', 'renderer');

export type BrowserConsole = { host: Host; url: string; dispose(): Promise<void> };

/** @throws CouldNotRun when the page's port cannot be had */
export async function startBrowserConsole(options: HostOptions, uiPort: number): Promise<BrowserConsole> {
  const host = await createHost(options);
  const page = await startBrowserHost({
    handlers: host.handlers,
    ids: systemIds,
    port: uiPort,
    rendererDir: RENDERER_DIR,
    onBug: (error, where) => console.error(`The console failed at "${where}":`, error),
  });
  if (!page.ok) {
    await host.dispose();
    throw new CouldNotRun(page.error.message);
  }
  return {
    host,
    url: page.value.url,
    dispose: async () => {
      await host.dispose();
      await page.value.dispose();
    },
  };
}
