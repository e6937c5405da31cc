/** The Electron runtime: found where it is installed, downloaded once, and a failure remembered for a day. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE, pinnedNode, ROOT } from './checkout.mjs';
import { say } from './say.mjs';

const PACKAGE = join(ROOT, 'node_modules', 'electron');
const REMEMBERED = join(CACHE, 'electron-runtime.json');
const REMEMBERED_FOR_MS = 24 * 60 * 60 * 1000;
/** The download is given up when not a byte came for this long, */
const STALLED_MS = 15_000;
/** or when it takes longer than this (about 120 MB). */
const LONGEST_MS = 10 * 60_000;

/**
 * Version and executable, or why there is none. Looks only; see `fetchElectron`.
 * @returns {{ version: string, executable: string } | { version?: string, missing: string }}
 */
export function findElectron() {
  if (!existsSync(join(PACKAGE, 'package.json'))) return { missing: 'Electron is no part of this installation' };
  const version = /** @type {string} */ (JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version);
  const pathFile = join(PACKAGE, 'path.txt');
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(PACKAGE, 'dist');
  const executable = join(dist, existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron');
  return existsSync(executable)
    ? { version, executable }
    : { version, missing: 'the Electron runtime is not installed' };
}

/**
 * Why no window can be shown here, or undefined when one can.
 * @returns {string | undefined}
 */
export function displayMissing() {
  return process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
    ? 'this machine has no display for a window (DISPLAY and WAYLAND_DISPLAY are not set)'
    : undefined;
}

/**
 * Downloads the runtime unless that failed within the last day.
 * @param {string} version
 * @returns {Promise<string | undefined>} why it could not be had; undefined when it is there
 */
export async function fetchElectron(version) {
  const earlier = rememberedFailure(version);
  if (earlier) return `${earlier}; tried less than a day ago, delete ${REMEMBERED} to try again`;
  say(`Downloading the Electron runtime ${version} (once, about 120 MB) ...`);
  const failure = await download();
  if (failure === undefined) {
    rmSync(REMEMBERED, { force: true });
    return undefined;
  }
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(REMEMBERED, `${JSON.stringify({ version, failedAtMs: Date.now(), reason: failure })}\n`);
  return `${failure}; not tried again for a day`;
}

/** @param {string} version */
function rememberedFailure(version) {
  if (!existsSync(REMEMBERED)) return undefined;
  try {
    const { version: tried, failedAtMs, reason } = JSON.parse(readFileSync(REMEMBERED, 'utf8'));
    const ageMs = Date.now() - failedAtMs;
    return tried === version && ageMs >= 0 && ageMs < REMEMBERED_FOR_MS ? String(reason) : undefined;
  } catch {
    // A damaged note is no note: the download is tried again and writes a new one.
    return undefined;
  }
}

/**
 * Runs download-electron.mjs on the pinned Node (@electron/get wants 22), shows its progress, and ends it when stuck.
 * @returns {Promise<string | undefined>} the reason of a failure
 */
function download() {
  return new Promise(resolve => {
    const script = fileURLToPath(new URL('download-electron.mjs', import.meta.url));
    const child = spawn(pinnedNode() ?? process.execPath, [script, PACKAGE], { stdio: ['ignore', 'pipe', 'pipe'] });
    let reason = '';
    let lastLine = '';
    /** @param {string} why */
    const giveUp = why => {
      reason = why;
      child.kill('SIGKILL');
    };
    const longest = setTimeout(() => giveUp(`it took longer than ${LONGEST_MS / 60_000} minutes`), LONGEST_MS);
    const stalledAfter = () => setTimeout(() => giveUp(`nothing arrived for ${STALLED_MS / 1000} s`), STALLED_MS);
    let stalled = stalledAfter();
    child.stdout.on('data', chunk => {
      clearTimeout(stalled);
      stalled = stalledAfter();
      process.stderr.write(chunk);
    });
    child.stderr.on('data', chunk => {
      lastLine = chunk.toString().trim().split('\n').at(-1) ?? '';
    });
    /** @param {string | undefined} result */
    const finish = result => {
      clearTimeout(longest);
      clearTimeout(stalled);
      resolve(result);
    };
    child.on('error', error => finish(error.message));
    child.on('close', code => finish(code === 0 ? undefined : reason || lastLine || `exit code ${code}`));
  });
}
