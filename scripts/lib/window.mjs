/** Opens the console's window: Electron's where its runtime can be had, else the same page in a browser. */
import { ROOT } from './checkout.mjs';
import { displayMissing, fetchElectron, findElectron } from './electron-runtime.mjs';
import { relaunch } from './relaunch.mjs';

/**
 * @param {readonly string[]} args the command line, without `node` and the script
 * @param {(why: string) => Promise<number>} openInBrowser runs the browser host; `why` completes "because ..."
 * @returns {Promise<number>} exit code
 */
export async function openWindow(args, openInBrowser) {
  if (args.includes('--browser')) return openInBrowser('--browser was given');
  const electron = await obtainElectron();
  if ('missing' in electron) return openInBrowser(electron.missing);
  const { code, failure } = await runElectron(electron.executable, electron.version, args);
  return failure === undefined ? code : openInBrowser(failure);
}

/** @returns {Promise<{ version: string, executable: string } | { missing: string }>} */
async function obtainElectron() {
  // Looked at first: without a display the runtime would be 120 MB for nothing.
  const noDisplay = displayMissing();
  if (noDisplay) return { missing: noDisplay };
  const found = findElectron();
  if ('executable' in found) return found;
  if (found.version === undefined) return { missing: found.missing };
  const failure = await fetchElectron(found.version);
  if (failure !== undefined) return { missing: `the Electron runtime could not be downloaded (${failure})` };
  const fetched = findElectron();
  return 'executable' in fetched ? fetched : { missing: 'the downloaded Electron runtime is incomplete' };
}

/**
 * Runs the desktop app until it ends. `failure` is set when it ended before it had shown its window, which happens where
 * a system library is missing or the display does not answer.
 * @param {string} executable
 * @param {string} version
 * @param {readonly string[]} args
 * @returns {Promise<{ code: number, failure?: string }>}
 */
async function runElectron(executable, version, args) {
  let opened = false;
  let lastLine = '';
  // Chromium refuses to run as root inside its own sandbox.
  const isRoot = process.getuid?.() === 0;
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const { code, error } = await relaunch(executable, [...(isRoot ? ['--no-sandbox'] : []), ROOT, ...args], {
    env,
    onMessage: message => {
      if (message !== 'window-opened') return;
      opened = true;
      const note = isRoot ? ' It runs without its sandbox, because you are root.' : '';
      process.stdout.write(
        `Opened in the desktop window (Electron ${version}), because its runtime is installed; no address to open.${note}\n`,
      );
    },
    onStderr: text => {
      lastLine = text.trim().split('\n').at(-1) || lastLine;
    },
  });
  // 2 and 3 are the console's own words (usage, could not run): a browser would not change them.
  if (opened || code === 0 || code === 2 || code === 3 || code > 128) return { code };
  return { code, failure: `Electron did not start (${error?.message ?? (lastLine || `exit code ${code}`)})` };
}
