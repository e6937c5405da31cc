/** A whole console without a window: the host, and its page for a browser. Used by `serve` and by no command. */
import { join } from 'node:path';
import { createHost, type Host, type HostOptions } from '../host/create-host.ts';
import { readPageAddress, writePageAddress } from '../host/settings/page-address.ts';
import { systemClock, systemIds } from '../host/system.ts';
import { startBrowserHost } from './browser-host.ts';
import { CouldNotRun } from './could-not-run.ts';

/** The built page lies beside the built command line. */
const RENDERER_DIR = join(import.meta.dirname, '..', 'renderer');

export type BrowserConsole = { host: Host; url: string; launchUrl(): string; dispose(): Promise<void> };

/**
 * @param uiPort the page's port; `remembered`: the address of the last start, where it is free
 * @throws CouldNotRun when the page's port cannot be had
 */
export async function startBrowserConsole(
  options: HostOptions,
  uiPort: number | 'remembered',
): Promise<BrowserConsole> {
  const { dataDir } = options;
  const last = uiPort === 'remembered' ? await readPageAddress(dataDir) : undefined;
  const host = await createHost(options);
  const open = (port: number) =>
    startBrowserHost({
      handlers: host.handlers,
      downloads: host.downloads,
      clock: systemClock,
      ids: systemIds,
      port,
      token: last?.token,
      rendererDir: RENDERER_DIR,
      onBug: (error, where) => console.error(`The console failed at "${where}":`, error),
    });
  let page = await open(uiPort === 'remembered' ? (last?.port ?? 0) : uiPort);
  if (!page.ok && uiPort === 'remembered') page = await open(0);
  if (!page.ok) {
    await host.dispose();
    throw new CouldNotRun(page.error.message);
  }
  const { port, token, url, launchUrl, dispose } = page.value;
  if (uiPort === 'remembered') await writePageAddress(dataDir, { port, token });
  return {
    host,
    url,
    launchUrl,
    dispose: async () => {
      await host.dispose();
      await dispose();
    },
  };
}
