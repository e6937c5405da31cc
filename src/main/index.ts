/** Electron's entry: builds the host, shows the page, and joins the two over IPC. */
import { join } from 'node:path';
import { app, type BrowserWindow, session } from 'electron';
import { contract } from '../shared/contract/contract.ts';
import { serveContract } from '../shared/contract/server.ts';
import { acceptIpcCarriers } from './electron/ipc-carrier.ts';
import { secretKeeper } from './electron/keychain.ts';
import { disposeBeforeQuit, quitWhenDone } from './electron/lifecycle.ts';
import { setMenu } from './electron/menu.ts';
import { onlyInstance } from './electron/one-instance.ts';
import { desktopOptions } from './electron/options.ts';
import { registerPageScheme, servePage } from './electron/page-scheme.ts';
import { limitPermissions } from './electron/permissions.ts';
import { watchPower } from './electron/power.ts';
import { bringToFront, confinePages, createWindow, openPage } from './electron/window.ts';
import { keepWindowState, readWindowState } from './electron/window-state.ts';
import { createHost } from './host/create-host.ts';
import { HostError } from './host/host-error.ts';

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
  const { dataDir } = options.value;
  const files = onlyInstance(dataDir, () => window && bringToFront(window));
  if (!files) {
    process.stdout.write('The console runs already: its window comes to the front.\n');
    process.send?.('window-opened');
    app.exit(0);
    return;
  }
  let window: BrowserWindow | undefined;
  registerPageScheme();
  confinePages();
  quitWhenDone();
  await app.whenReady();
  limitPermissions(session.defaultSession, process.platform);

  const host = await createHost({ ...options.value, keeper: secretKeeper(dataDir, process.platform) });
  const stopWatching = watchPower(host.store);
  disposeBeforeQuit(async () => {
    await host.dispose();
    stopWatching();
  }, report);
  servePage(join(OUT, 'renderer'), host.downloads);

  const stateFile = join(dataDir, 'window.json');
  window = createWindow(join(OUT, 'preload', 'index.cjs'), readWindowState(stateFile));
  window.once('closed', () => {
    window = undefined;
  });
  keepWindowState(window, stateFile, error => report(error, 'window state'));
  const openFile = (path: string) => void host.openFile(path).catch(error => report(error, 'open'));
  setMenu(process.platform, window, { run: id => host.desktop.tell({ type: 'command', id }), openFile });
  acceptIpcCarriers(window.webContents, carrier => serveContract(contract, host.handlers, carrier, report));
  await openPage(window);
  files.handTo(openFile);
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
