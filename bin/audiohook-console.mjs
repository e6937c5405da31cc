#!/usr/bin/env node
/**
 * The command. Runs on any Node from 20 on and without dependencies: in a checkout it installs and builds what is stale,
 * then hands over to the pinned Node, or to Electron when a window is asked for.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { wantsWindow } from '../scripts/lib/arguments.mjs';
import { ensureBuilt } from '../scripts/lib/build.mjs';
import { isCheckout, pinnedNode, ROOT } from '../scripts/lib/checkout.mjs';
import { ensureInstalled } from '../scripts/lib/install.mjs';
import { relaunch } from '../scripts/lib/relaunch.mjs';
import { CouldNotRun, say } from '../scripts/lib/say.mjs';
import { openWindow } from '../scripts/lib/window.mjs';

const CLI = join(ROOT, 'out', 'main', 'cli.js');
const args = process.argv.slice(2);

try {
  if (isCheckout()) {
    await ensureInstalled();
    await ensureBuilt();
  }
  process.exitCode = wantsWindow(args) ? await openWindow(args, why => runCli(why)) : await runCli();
} catch (error) {
  if (!(error instanceof CouldNotRun)) throw error;
  say(error.message);
  process.exitCode = 3;
}

/**
 * @param {string} [whyBrowser] handed to the browser host, which says it together with its address
 * @returns {Promise<number>}
 */
async function runCli(whyBrowser) {
  const node = pinnedNode();
  if (!node || !existsSync(CLI)) {
    throw new CouldNotRun(
      `This installation is incomplete (${node ? CLI : 'the pinned Node'} is missing). Install it again.`,
    );
  }
  const env = whyBrowser === undefined ? process.env : { ...process.env, AUDIOHOOK_CONSOLE_WHY_BROWSER: whyBrowser };
  const { code, error } = await relaunch(node, [CLI, ...args], { env });
  if (error) throw new CouldNotRun(`The pinned Node could not be started: ${error.message}.`);
  return code;
}
