/** Electron's entry: builds the host, shows the page, and joins the two over IPC. */
import { join } from 'node:path';
import { app, session } from 'electron';
import { contract } from '../shared/contract/contract.ts';
import { serveContract } from '../shared/contract/server.ts';
import { acceptIpcCarriers } from './electron/ipc-carrier.ts';
import { disposeBeforeQuit, quitWhenDone } from './electron/lifecycle.ts';
import { setMenu } from './electron/menu.ts';
import { desktopOptions } from './electron/options.ts';
import { registerPageScheme, servePage } from './electron/page-scheme.ts';
import { limitPermissions } from './electron/permissions.ts';
import { confinePages, createWindow, openPage } from './electron/window.ts';
import { createHost, HostError } from './host/create-host.ts';

/** Exit codes of every command: 2 usage, 3 could not run. */
const USAGE = 2;
const COULD_NOT_RUN = 3;

/** Folder of the built files: this one is out/main/index.js. */
const OUT = join(import.meta.dirname, '..');

const report = (error: unknown, where: string) => {
  process.stderr.write(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
};

/** Ends with one sentence: what stands in the way is for the user to change, not a fault to trace. */
function giveUp(sentence: string, code: number): void {
  process.stderr.write(`${sentence}\n`);
  app.exit(code);
}

async function run(): Promise<void> {
  const options = desktopOptions(process.argv.slice(1), process.env);
  if (!options.ok) {
    giveUp(options.error.message, USAGE);
    return;
  }
  registerPageScheme();
  confinePages();
  quitWhenDone();
  await app.whenReady();
  limitPermissions(session.defaultSession);
  setMenu(process.platform);

  const host = await createHost(options.value);
  disposeBeforeQuit(() => host.dispose(), report);
  servePage(join(OUT, 'renderer'), host.downloads);

  const window = createWindow(join(OUT, 'preload', 'index.cjs'));
  acceptIpcCarriers(window.webContents, carrier => serveContract(contract, host.handlers, carrier, report));
  await openPage(window);
  // The starter waits for this: without it, it would take an early end for a failed start.
  process.send?.('window-opened');
}

run().catch(error => {
  if (!(error instanceof HostError)) report(error, 'start');
  giveUp(
    error instanceof HostError ? error.message : 'The console could not start; the lines above say why.',
    error instanceof HostError && error.kind === 'usage' ? USAGE : COULD_NOT_RUN,
  );
});
