/** Installs the packages of a checkout when they are not the ones that the lock file names. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pinnedNode, ROOT } from './checkout.mjs';
import { alone } from './lock.mjs';
import { run } from './run.mjs';
import { CouldNotRun, say } from './say.mjs';

const LOCK_FILE = join(ROOT, 'package-lock.json');
/** Lies in node_modules, so that it goes when they go. Holds what the installed packages were made from. */
const STAMP = join(ROOT, 'node_modules', '.audiohook-console-stamp');

/**
 * Runs `npm ci` when needed. All of its output goes to stderr.
 * @throws {CouldNotRun} when npm fails, with npm's own reason
 */
export async function ensureInstalled() {
  if (isFresh()) return;
  await alone(async () => {
    if (isFresh()) return;
    const started = performance.now();
    say('Installing packages (npm ci) ...');
    const { command, prefix, shell } = npm();
    // Warnings are left out: packages that want a newer Node run on the pinned one.
    const args = [
      ...prefix,
      'ci',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ];
    const { code, output } = await run(command, args, { cwd: ROOT, shell });
    if (code !== 0) throw new CouldNotRun(`The packages could not be installed: npm ci failed (${reason(output)}).`);
    if (!pinnedNode()) {
      throw new CouldNotRun(
        'The pinned Node is not there after npm ci: its install script did not run. ' +
          'Allow it and try again: npm ci --ignore-scripts=false',
      );
    }
    writeFileSync(STAMP, wanted());
    say(`Installed in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  });
}

function isFresh() {
  if (!pinnedNode()) return false;
  if (existsSync(STAMP)) return readFileSync(STAMP, 'utf8') === wanted();
  if (!matchesLockFile()) return false;
  writeFileSync(STAMP, wanted());
  return true;
}

/** What the stamp must say: modification times say nothing after a clone or a restored cache, so content is compared. */
function wanted() {
  const hash = createHash('sha256').update(readFileSync(LOCK_FILE)).digest('hex');
  return `${hash} ${process.platform} ${process.arch}\n`;
}

/** True when someone ran `npm ci` by hand: npm's own record of what it installed has every package of the lock file. */
function matchesLockFile() {
  const record = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const locked = Object.entries(JSON.parse(readFileSync(LOCK_FILE, 'utf8')).packages);
  return locked.every(([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version);
}

/** npm as a program: the one that started us (`npm start`), else the one on the path. */
function npm() {
  const cli = process.env.npm_execpath;
  if (cli && basename(cli) === 'npm-cli.js' && existsSync(cli)) {
    return { command: process.execPath, prefix: [cli], shell: false };
  }
  // npm is a batch file on Windows, which only a shell can start.
  return { command: 'npm', prefix: [], shell: process.platform === 'win32' };
}

/** @param {string} output */
function reason(output) {
  const lines = output.split('\n').map(line => line.replace(/^npm (error|ERR!)\s*/, '').trim());
  const telling = lines.filter(line => line !== '' && !/complete log of this run|^A complete log/.test(line));
  return telling.slice(0, 3).join('; ') || 'it gave no reason';
}
