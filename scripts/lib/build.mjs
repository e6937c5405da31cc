/** Builds out/ when the sources are not the ones that it was built from. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, ROOT } from './checkout.mjs';
import { alone } from './lock.mjs';
import { run } from './run.mjs';
import { CouldNotRun, say } from './say.mjs';

/** Written last, so that a build that broke off is not taken for one. */
const STAMP = join(ROOT, 'out', '.built-from');
/** Besides src/, everything that changes what comes out. */
const CONFIGURATION = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/**
 * Builds when needed. All of its output goes to stderr.
 * @throws {CouldNotRun} when the build fails
 */
export async function ensureBuilt() {
  if (isFresh()) return;
  await alone(async () => {
    if (!isFresh()) await build();
  });
}

/**
 * Builds in any case.
 * @throws {CouldNotRun} when the build fails
 */
export async function build() {
  const node = pinnedNode();
  if (!node) throw new CouldNotRun('The pinned Node is not installed. Run: npm ci');
  const started = performance.now();
  const from = fingerprint();
  say('Building the console ...');
  rmSync(STAMP, { force: true });
  const cli = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { code, output } = await run(node, [cli, 'build', '--logLevel', 'warn'], { cwd: ROOT, show: false });
  if (code !== 0) {
    say(output.trimEnd());
    throw new CouldNotRun('The console could not be built; the lines above say why.');
  }
  writeFileSync(STAMP, from);
  say(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

function isFresh() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint();
}

/** Hash over the names and contents of all sources: some hundred small files, read in a few hundredths of a second. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const path of [...sources('src'), ...CONFIGURATION]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} folder relative to the project
 * @returns {string[]} files below it, sorted; tests are no part of what is built
 */
function sources(folder) {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap(entry => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(path);
    return /\.test\.tsx?$/.test(entry.name) ? [] : [path];
  });
}
