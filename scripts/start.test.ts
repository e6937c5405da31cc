/** bin/audiohook-console.mjs in a checkout of its own: what it installs, builds and opens, and when it does not. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
let tree: string;

const path = (...parts: string[]) => join(tree, ...parts);
const write = (file: string, text: string) => {
  mkdirSync(dirname(path(file)), { recursive: true });
  writeFileSync(path(file), text);
};
/** What ran so far, one line each. */
const ran = () => (existsSync(path('ran.log')) ? readFileSync(path('ran.log'), 'utf8').trim().split('\n') : []);
const note = (what: string) => `require('node:fs').appendFileSync(${JSON.stringify(path('ran.log'))}, '${what}\\n');`;

/** Stands in for npm: `npm ci` makes node_modules as npm would, with a builder that writes out/. */
const NPM = () => `
const fs = require('node:fs'), { join } = require('node:path');
${note('npm ci')}
if (fs.existsSync('npm-fails')) { console.error('npm error code ENOTFOUND\\nnpm error no network'); process.exit(1); }
const put = (file, text) => { fs.mkdirSync(join(file, '..'), { recursive: true }); fs.writeFileSync(file, text); };
fs.rmSync('node_modules', { recursive: true, force: true });
fs.mkdirSync('node_modules/node/bin', { recursive: true });
fs.symlinkSync(${JSON.stringify(process.execPath)}, 'node_modules/node/bin/node');
fs.cpSync('package-lock.json', 'node_modules/.package-lock.json');
fs.cpSync('builder.cjs', 'node_modules/electron-vite/bin/electron-vite.js');
put('node_modules/electron-vite/package.json', '{"type":"commonjs"}');
if (fs.existsSync('electron-package')) fs.cpSync('electron-package', 'node_modules', { recursive: true });
`;
const BUILDER = () => `
const fs = require('node:fs');
${note('build')}
if (fs.existsSync('build-fails')) { console.error('error: no such file'); process.exit(1); }
if (fs.existsSync('build-slow')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
fs.mkdirSync('out/main', { recursive: true });
fs.cpSync('cli.mjs', 'out/main/cli.js');
`;
/** Stands in for the command line: tells what it got, then ends as it is told. */
const CLI = `
const [what, value] = process.argv.slice(2);
if (what === 'wait') {
  process.on('disconnect', () => { console.log('parent gone'); process.exit(0); });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => { console.log(signal); process.exit(7); });
  setInterval(() => undefined, 1000);
}
// Whoever reads it may send a signal at once.
console.log(JSON.stringify({ args: process.argv.slice(2), why: process.env.AUDIOHOOK_CONSOLE_WHY_BROWSER }));
if (what === 'exit') process.exit(Number(value));
if (what === 'kill') process.kill(process.pid, value);
`;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'start-'));
  for (const folder of ['bin', 'scripts']) cpSync(join(ROOT, folder), path(folder), { recursive: true });
  write('package.json', '{"type":"module"}');
  write('package-lock.json', '{"packages":{"":{},"node_modules/a":{"version":"1.0.0"}}}');
  write('electron.vite.config.ts', '');
  write('tsconfig.json', '{}');
  write('src/main/x.ts', 'export {};');
  write('npm/npm-cli.js', NPM());
  write('npm/package.json', '{"type":"commonjs"}');
  write('builder.cjs', BUILDER());
  write('cli.mjs', CLI);
});
afterEach(() => rmSync(tree, { recursive: true }));

type Started = { child: ChildProcess; stdout: string; stderr: string; ended: Promise<number | null> };

function start(args: string[], env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, [path('bin', 'audiohook-console.mjs'), ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, HOME: tree, npm_execpath: path('npm', 'npm-cli.js'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started: Started = {
    child,
    stdout: '',
    stderr: '',
    ended: new Promise(done => child.once('close', code => done(code))),
  };
  child.stdout.on('data', chunk => {
    started.stdout += chunk;
  });
  child.stderr.on('data', chunk => {
    started.stderr += chunk;
  });
  return started;
}

/** Starts, and waits for the end. */
async function run(args: string[], env?: NodeJS.ProcessEnv) {
  const started = start(args, env);
  const code = await started.ended;
  return { code, stdout: started.stdout, stderr: started.stderr };
}

describe('what is stale is made new', () => {
  test('a fresh clone is installed and built, and nothing is done a second time', async () => {
    const first = await run(['exit', '0']);
    expect(first).toMatchObject({ code: 0, stdout: '{"args":["exit","0"]}\n' });
    expect(first.stderr).toMatch(/Installing packages \(npm ci\) \.\.\.\n/);
    expect(ran()).toEqual(['npm ci', 'build']);
    expect(await run(['exit', '0'])).toMatchObject({ code: 0, stderr: '' });
    expect(ran()).toEqual(['npm ci', 'build']);
  });

  test.each([
    ['a changed source', 'src/main/x.ts', ['build']],
    ['a new source', 'src/shared/deep/y.ts', ['build']],
    ['a changed test', 'src/main/x.test.ts', []],
    ['a changed configuration', 'electron.vite.config.ts', ['build']],
    ['a changed lock file', 'package-lock.json', ['npm ci', 'build']],
  ])('after %s', async (_what, file, expected) => {
    await run(['exit', '0']);
    write(file, '{"packages":{},"changed":true}');
    await run(['exit', '0']);
    expect(ran().slice(2)).toEqual(expected);
  });

  test('a build that broke off is built again', async () => {
    await run(['exit', '0']);
    write('build-fails', '');
    write('src/main/x.ts', 'changed');
    const failed = await run(['exit', '0']);
    expect(failed.code).toBe(3);
    expect(failed.stderr).toContain('error: no such file\nThe console could not be built');
    rmSync(path('build-fails'));
    write('src/main/x.ts', 'export {};');
    expect(await run(['exit', '0'])).toMatchObject({ code: 0 });
    expect(ran()).toEqual(['npm ci', 'build', 'build', 'build']);
  });

  test('packages that npm ci installed by hand are taken; older ones are not', async () => {
    await run(['exit', '0']);
    const stamp = path('node_modules', '.audiohook-console-stamp');
    rmSync(stamp);
    await run(['exit', '0']);
    expect(ran()).toEqual(['npm ci', 'build']);
    rmSync(stamp);
    write('node_modules/.package-lock.json', '{"packages":{"node_modules/a":{"version":"0.9.0"}}}');
    await run(['exit', '0']);
    expect(ran()).toEqual(['npm ci', 'build', 'npm ci']);
  });

  test('a failed npm ci is one sentence with its reason, and exit 3', async () => {
    write('npm-fails', '');
    const { code, stdout, stderr } = await run(['exit', '0']);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('The packages could not be installed: npm ci failed (code ENOTFOUND; no network).\n');
    expect(stderr).not.toContain('    at ');
  });

  test('two starts at once install and build once; a lock whose owner died is taken over', async () => {
    write('.cache/preparing', '999999999');
    const both = await Promise.all([run(['exit', '4']), run(['exit', '5'])]);
    expect(both.map(one => one.code)).toEqual([4, 5]);
    expect(ran()).toEqual(['npm ci', 'build']);

    write('build-slow', '');
    write('src/main/x.ts', 'changed');
    const again = await Promise.all([run(['exit', '4']), run(['exit', '5'])]);
    expect(again.map(one => one.stderr).join('')).toContain('Another start is preparing this checkout');
    expect(ran()).toEqual(['npm ci', 'build', 'build']);
  });
});

describe('the pinned Node takes over', () => {
  /** Waits until the stand-in of the command line has written `text`. */
  const says = (started: Started, text: string) =>
    expect.poll(() => started.stdout, { timeout: 10_000 }).toContain(text);

  test.each([0, 1, 2, 3])('exit code %i is handed on', async code => {
    expect(await run(['exit', String(code)])).toMatchObject({ code });
  });

  test('a signal that ends it becomes 128 + its number', async () => {
    expect(await run(['kill', 'SIGKILL'])).toMatchObject({ code: 137 });
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s is forwarded', async signal => {
    const started = start(['wait']);
    await says(started, 'wait');
    started.child.kill(signal);
    expect(await started.ended).toBe(7);
    expect(started.stdout).toContain(signal);
  });

  test('it notices when the starter is killed', async () => {
    const started = start(['wait']);
    await says(started, 'wait');
    started.child.kill('SIGKILL');
    await says(started, 'parent gone');
  });
});

test("under npm it ends with npm's shell, which forwards nothing", async () => {
  await run(['exit', '0']);
  const bin = path('bin', 'audiohook-console.mjs');
  // The second command keeps the shell from making way for the first.
  const shell = spawn('sh', ['-c', `${process.execPath} ${bin} wait; true`], {
    env: { PATH: process.env.PATH, HOME: tree, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  shell.stdout.on('data', chunk => {
    stdout += chunk;
  });
  await expect.poll(() => stdout, { timeout: 10_000 }).toContain('wait');
  shell.kill('SIGTERM');
  await expect.poll(() => stdout, { timeout: 10_000 }).toContain('SIGTERM');
});

describe('no command opens a window', () => {
  /** An Electron package whose runtime is not there, and whose download ends as `downloader` says. */
  function addElectron(downloader: string): void {
    write('electron-package/electron/package.json', '{"version":"45.4.1"}');
    write('electron-package/electron/checksums.json', '{}');
    write('electron-package/electron/install.js', '');
    write('electron-package/@electron/get/package.json', '{"main":"index.cjs"}');
    write('electron-package/@electron/get/index.cjs', downloader);
  }
  /** A runtime that runs `script`. */
  function addRuntime(script: string): void {
    write('electron-package/electron/path.txt', 'electron');
    write('electron-package/electron/dist/electron', `#!${process.execPath}\n${script}`);
    chmodSync(path('electron-package/electron/dist/electron'), 0o755);
  }
  const DISPLAY = { DISPLAY: ':99' };
  const why = (stdout: string) => (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { why: string }).why;

  test.each([[[]], [['--data-dir', 'folder', '--port', '0']], [['--bot=echo']]])(
    '%j: no display, so a browser',
    async args => {
      const { code, stdout } = await run(args);
      expect(code).toBe(0);
      expect(why(stdout)).toContain('no display');
    },
  );

  test.each([[['serve']], [['--data-dir', 'x', 'serve']], [['--help']], [['-V']]])('%j is a command', async args => {
    const { stdout } = await run(args, DISPLAY);
    expect(JSON.parse(stdout)).toEqual({ args });
  });

  test('--browser does not even try', async () => {
    addElectron(`${note('download')} exports.downloadArtifact = async () => {};`);
    expect(why((await run(['--browser'], DISPLAY)).stdout)).toBe('--browser was given');
    expect(ran()).not.toContain('download');
  });

  test('a failed download is explained, remembered for a day, and then tried again', async () => {
    addElectron(`${note('download')}
      exports.downloadArtifact = async () => { throw new TypeError('fetch failed', { cause: new Error('no such host') }); };`);
    const first = await run([], DISPLAY);
    expect(why(first.stdout)).toBe(
      'the Electron runtime could not be downloaded (no such host; not tried again for a day)',
    );
    expect(first.stderr).toContain('Downloading the Electron runtime 45.4.1');
    const second = await run([], DISPLAY);
    expect(why(second.stdout)).toContain('no such host; tried less than a day ago, delete ');
    expect(ran().filter(what => what === 'download')).toHaveLength(1);

    const memory = path('node_modules/.cache/audiohook-console/electron-runtime.json');
    const remembered = JSON.parse(readFileSync(memory, 'utf8'));
    writeFileSync(memory, JSON.stringify({ ...remembered, failedAtMs: Date.now() - 25 * 3600_000 }));
    await run([], DISPLAY);
    expect(ran().filter(what => what === 'download')).toHaveLength(2);
  });

  test('the window opens where the runtime is there, with the arguments', async () => {
    addElectron('');
    addRuntime(`console.log(process.argv.slice(-2).join(' ')); process.send('window-opened'); process.disconnect();`);
    const { code, stdout } = await run(['--port', '0'], DISPLAY);
    expect(code).toBe(0);
    expect(stdout).toContain('--port 0\n');
    expect(stdout).toContain('Opened in the desktop window (Electron 45.4.1)');
  });

  test('a runtime that cannot start gives way to a browser, with its last words', async () => {
    addElectron('');
    addRuntime(`console.error('libnss3.so: cannot open shared object file'); process.exitCode = 127;`);
    const { code, stdout } = await run([], DISPLAY);
    expect(code).toBe(0);
    expect(why(stdout)).toBe('Electron did not start (libnss3.so: cannot open shared object file)');
  });

  test('a window that was open hands its exit code on', async () => {
    addElectron('');
    addRuntime(`process.send('window-opened', () => process.exit(9));`);
    expect(await run([], DISPLAY)).toMatchObject({ code: 9 });
  });
});
