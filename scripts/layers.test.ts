/** The walls between the layers are lint rules. A wrong import is planted for each, and must be found. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
/** By path in the tree: what the linter has against it. All are looked at in one run. */
const found = new Map<string, string[]>();

beforeAll(() => {
  const tree = mkdtempSync(join(tmpdir(), 'layers-'));
  cpSync(join(ROOT, 'biome.json'), join(tree, 'biome.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  for (const [what, path, source] of [...REFUSED, ...ALLOWED]) {
    const file = join(tree, placeOf(what, path));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${source}\n`);
    found.set(placeOf(what, path), []);
  }
  const biome = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const { stdout } = spawnSync(process.execPath, [biome, ...args], { cwd: tree, encoding: 'utf8' });
  const { diagnostics, summary } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
    diagnostics: { category: string; severity: string; location: { path: string } }[];
    summary: { unchanged: number };
  };
  // A file that the linter passes over breaks no rule either.
  expect(summary.unchanged).toBeGreaterThanOrEqual(REFUSED.length + ALLOWED.length);
  for (const { category, severity, location } of diagnostics) {
    if (severity === 'error') found.get(location.path.replaceAll('\\', '/'))?.push(category);
  }
  rmSync(tree, { recursive: true });
});

/** Its own file beside `path`: many are planted in one folder. */
function placeOf(what: string, path: string): string {
  return path.replace(/x\.ts$/, `${what.replaceAll(/[^a-z]+/gi, '-').toLowerCase()}.ts`);
}

const IMPORT = 'lint/style/noRestrictedImports';
const GLOBAL = 'lint/style/noRestrictedGlobals';

const REFUSED: readonly [string, string, string, string][] = [
  [
    'shared: Node',
    'src/shared/lib/x.ts',
    "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;",
    IMPORT,
  ],
  ['shared: a package', 'src/shared/lib/x.ts', "import WebSocket from 'ws';\nexport const x = WebSocket;", IMPORT],
  [
    'shared: the host',
    'src/shared/lib/x.ts',
    "import { x as y } from '../../main/host/system.ts';\nexport const x = y;",
    IMPORT,
  ],
  ['shared: the page', 'src/shared/lib/x.ts', "export { x } from '../../renderer/ui/x.ts';", IMPORT],
  ['shared: Node by import()', 'src/shared/lib/x.ts', "export const x = () => import('node:fs');", IMPORT],
  ['shared: Electron', 'src/shared/lib/x.ts', "import { app } from 'electron';\nexport const x = app;", IMPORT],
  ['shared: the clock', 'src/shared/lib/x.ts', 'export const x = () => Date.now();', GLOBAL],
  ['shared: a timer', 'src/shared/lib/x.ts', 'export const x = () => setTimeout(() => x(), 1);', GLOBAL],
  [
    'page: the host',
    'src/renderer/app/x.ts',
    "import { x as y } from '../../main/host/system.ts';\nexport const x = y;",
    IMPORT,
  ],
  [
    'page: the host by import()',
    'src/renderer/app/x.ts',
    "export const x = () => import('../../main/host/system.ts');",
    IMPORT,
  ],
  ['page: the preload', 'src/renderer/app/x.ts', "export { x } from '../../preload/channels.ts';", IMPORT],
  ['page: Node', 'src/renderer/app/x.ts', "import { join } from 'node:path';\nexport const x = join;", IMPORT],
  [
    'page: Electron',
    'src/renderer/app/x.ts',
    "import { ipcRenderer } from 'electron';\nexport const x = ipcRenderer;",
    IMPORT,
  ],
  ['preload: the host', 'src/preload/x.ts', "export { x } from '../main/host/system.ts';", IMPORT],
  ['preload: the contract', 'src/preload/x.ts', "export { x } from '../shared/contract/contract.ts';", IMPORT],
  ['desktop: the page', 'src/main/electron/x.ts', "export { x } from '../../renderer/ui/x.ts';", IMPORT],
  ['host: Electron', 'src/main/host/x.ts', "import { app } from 'electron';\nexport const x = app;", IMPORT],
  ['host: Electron by import()', 'src/main/host/x.ts', "export const x = () => import('electron');", IMPORT],
  ['host: Electron by require', 'src/main/host/x.ts', "export const x = () => require('electron');", IMPORT],
  [
    'host: a part of Electron',
    'src/main/host/x.ts',
    "import { app } from 'electron/main';\nexport const x = app;",
    IMPORT,
  ],
  ["host: Electron's carrier", 'src/main/host/x.ts', "export { x } from '../electron/ipc-carrier.ts';", IMPORT],
  ['host: the page', 'src/main/host/x.ts', "export { x } from '../../renderer/ui/x.ts';", IMPORT],
  ['host: the command line', 'src/main/host/x.ts', "export { x } from '../node/cli.ts';", IMPORT],
  ['command line: Electron', 'src/main/node/x.ts', "import { app } from 'electron';\nexport const x = app;", IMPORT],
  ['command line: Electron by require', 'src/main/node/x.ts', "export const x = () => require('electron');", IMPORT],
  [
    'command line: a part of Electron',
    'src/main/node/x.ts',
    "import { app } from 'electron/main';\nexport const x = app;",
    IMPORT,
  ],
  ["command line: Electron's carrier", 'src/main/node/x.ts', "export { x } from '../electron/ipc-carrier.ts';", IMPORT],
  ['scripts: a part of Electron', 'bench/x.ts', "import { app } from 'electron/main';\nexport const x = app;", IMPORT],
  [
    'page: a part of Electron',
    'src/renderer/app/x.ts',
    "import { ipcRenderer } from 'electron/renderer';\nexport const x = ipcRenderer;",
    IMPORT,
  ],
  ['specs: Electron', 'e2e/x.ts', "import { app } from 'electron';\nexport const x = app;", IMPORT],
];

const ALLOWED: readonly [string, string, string][] = [
  ['shared: shared', 'src/shared/lib/x.ts', "import { ok } from '../lib/result.ts';\nexport const x = ok;"],
  ['shared: zod', 'src/shared/lib/x.ts', "import { z } from 'zod';\nexport const x = z;"],
  [
    'page: shared and packages',
    'src/renderer/app/x.ts',
    "export { ok } from '../../shared/lib/result.ts';\nexport { useState } from 'react';",
  ],
  [
    'host: Node, packages, shared',
    'src/main/host/x.ts',
    "export { readFileSync } from 'node:fs';\nexport { WebSocket } from 'ws';\nexport { ok } from '../../shared/lib/result.ts';",
  ],
  [
    'desktop: Electron and the host',
    'src/main/electron/x.ts',
    "export { app } from 'electron';\nexport { x } from '../host/x.ts';",
  ],
  ['preload: Electron', 'src/preload/x.ts', "export { ipcRenderer } from 'electron';"],
];

test.each(REFUSED)('%s is refused', (what, path, _source, rule) => {
  expect(found.get(placeOf(what, path))).toContain(rule);
});

test.each(ALLOWED)('%s is allowed', (what, path) => {
  expect(found.get(placeOf(what, path))).toEqual([]);
});
