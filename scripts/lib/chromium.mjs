/** The browser for the tests: named by CHROME_PATH, installed, Playwright's own, or from Debian's packages. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pinnedNode, ROOT } from './checkout.mjs';
import { run } from './run.mjs';
import { CouldNotRun, say } from './say.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];
/** A browser answers `--version` at once; one that cannot load its libraries fails at once. */
const PROBE_MS = 20_000;
const DOWNLOAD_MS = 5 * 60_000;
const PLAYWRIGHT = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');

/**
 * @returns {Promise<string>} executable of a Chromium or Chrome that starts
 * @throws {CouldNotRun} with the command to type when there is none and none can be had
 */
export async function ensureChromium() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (await starts(chosen)) return chosen;
    throw new CouldNotRun(`CHROME_PATH names ${chosen}, which is no browser that starts here.`);
  }
  return (await installed()) ?? (await playwrights()) ?? (await fromDebian()) ?? giveUp();
}

async function installed() {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap(folder => NAMES.map(name => join(folder, name)));
  for (const candidate of [...onPath, ...PLACES]) {
    if (existsSync(candidate) && (await starts(candidate))) return candidate;
  }
  return undefined;
}

/** Playwright's own download: the one of an earlier time, else a new one. */
async function playwrights() {
  const node = pinnedNode();
  if (!node) return undefined;
  /** @type {string} */
  const executable = createRequire(PLAYWRIGHT)('playwright-core').chromium.executablePath();
  if (existsSync(executable) && (await starts(executable))) return executable;
  say('No Chromium or Chrome is installed: downloading the one that Playwright brings ...');
  const { code, timedOut } = await run(node, [PLAYWRIGHT, 'install', 'chromium'], {
    cwd: ROOT,
    timeoutMs: DOWNLOAD_MS,
  });
  if (code === 0 && existsSync(executable) && (await starts(executable))) return executable;
  say(timedOut ? 'The download took too long.' : 'It could not be downloaded, or lacks a library of this system.');
  return undefined;
}

async function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  say('Installing chromium from the packages of this system ...');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A list of packages that could not be renewed may still do.
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
  return installed();
}

/** @returns {never} */
function giveUp() {
  const command = process.platform === 'linux' ? 'sudo apt-get install chromium' : 'npx playwright install chromium';
  throw new CouldNotRun(
    `The tests need Chromium or Chrome, and none could be had. Type: ${command} (or set CHROME_PATH to one).`,
  );
}

/** @param {string} executable */
async function starts(executable) {
  const { code } = await run(executable, ['--version'], { show: false, timeoutMs: PROBE_MS });
  return code === 0;
}
