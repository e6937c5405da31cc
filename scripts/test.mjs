/**
 * `npm test`: installs what is missing, then types, lint, build, unit and e2e; stops at the first that fails.
 * `node scripts/test.mjs unit e2e` runs just these; what follows `--` goes to Vitest or Playwright.
 * The last line of the output is the sum: `N passed, N failed, N skipped`.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { pinnedNode, ROOT } from './lib/checkout.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { displayMissing, findElectron } from './lib/electron-runtime.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { relaunch } from './lib/relaunch.mjs';
import { CouldNotRun, messageOf, say } from './lib/say.mjs';
import { add, NONE, playwrightTotals, vitestTotals } from './lib/totals.mjs';

const REPORTS = join(ROOT, 'test-results', 'reports');
const VITEST_REPORT = join(REPORTS, 'vitest.json');
const PLAYWRIGHT_REPORT = join(REPORTS, 'playwright.json');
const packageFile = (/** @type {string[]} */ ...path) => join(ROOT, 'node_modules', ...path);

const separator = process.argv.indexOf('--');
const asked = process.argv.slice(2, separator < 0 ? undefined : separator);
const passedOn = separator < 0 ? [] : process.argv.slice(separator + 1);

/** @type {Record<string, () => Promise<import('./lib/totals.mjs').Totals>>} */
const STEPS = {
  types: () => check(join(ROOT, 'scripts', 'types.mjs')),
  lint: () => check(packageFile('@biomejs', 'biome', 'bin', 'biome'), ['check', '.']),
  build: async () => {
    await ensureBuilt();
    return NONE;
  },
  unit: async () => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${VITEST_REPORT}`];
    const code = await node(packageFile('vitest', 'vitest.mjs'), ['run', ...reporters, ...passedOn]);
    return atLeastOneFailure(code, vitestTotals(VITEST_REPORT));
  },
  e2e: async () => {
    await ensureBuilt();
    const electron = electronForTests();
    const env = {
      ...process.env,
      CHROME_PATH: await ensureChromium(),
      PLAYWRIGHT_JSON_OUTPUT_NAME: PLAYWRIGHT_REPORT,
      // Empty: the stand-in. See e2e/targets.
      AUDIOHOOK_E2E_ELECTRON: 'executable' in electron ? electron.executable : '',
    };
    const code = await node(packageFile('@playwright', 'test', 'cli.js'), ['test', ...passedOn], env);
    return atLeastOneFailure(code, playwrightTotals(PLAYWRIGHT_REPORT));
  },
};

const unknown = asked.filter(name => !Object.hasOwn(STEPS, name));
if (unknown.length > 0) {
  say(`There is no step ${unknown.join(', ')}; there are ${Object.keys(STEPS).join(', ')}.`);
  process.exit(2);
}

const names = asked.length > 0 ? asked : Object.keys(STEPS);
let totals = NONE;
try {
  await ensureInstalled();
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  for (const name of names) {
    const started = performance.now();
    print(`\n=== ${name}`);
    const result = await /** @type {() => Promise<import('./lib/totals.mjs').Totals>} */ (STEPS[name])();
    totals = add(totals, result);
    print(
      `=== ${name}: ${result.failed ? 'FAILED' : 'ok'} after ${((performance.now() - started) / 1000).toFixed(1)} s`,
    );
    if (result.failed) break;
  }
} catch (error) {
  say(error instanceof CouldNotRun ? error.message : error instanceof Error ? `${error.stack}` : messageOf(error));
  totals = add(totals, { ...NONE, failed: 1 });
}
if (names.includes('e2e')) print(`\n${electronSentence()}`);
print(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed > 0 ? 1 : 0;

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * A step without tests of its own: one failure, or none.
 * @param {string} script
 * @param {readonly string[]} [args]
 */
async function check(script, args = []) {
  return atLeastOneFailure(await node(script, args), NONE);
}

/**
 * Runs a script on the pinned Node with the terminal in its hands.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
async function node(script, args, env = process.env) {
  const { code } = await relaunch(pinnedNode() ?? process.execPath, [script, ...args], { env });
  return code;
}

/**
 * A runner can fail without a failed test (an unhandled error, no tests found): that is a failure too.
 * @param {number} code
 * @param {import('./lib/totals.mjs').Totals} found
 */
function atLeastOneFailure(code, found) {
  return code === 0 || found.failed > 0 ? found : { ...found, failed: 1 };
}

/** @returns {{ version: string, executable: string } | { missing: string }} */
function electronForTests() {
  const found = findElectron();
  const noDisplay = displayMissing();
  return 'executable' in found && noDisplay ? { missing: noDisplay } : found;
}

function electronSentence() {
  const found = electronForTests();
  return 'executable' in found
    ? `electron e2e: real Electron ${found.version}`
    : `electron e2e: stand-in, because ${found.missing}`;
}
