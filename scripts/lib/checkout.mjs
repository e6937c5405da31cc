/** Where things lie: the project's folder, whether it is a checkout, and the pinned Node. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder: the one that holds bin/, scripts/ and package.json. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What the tools of this folder may leave behind from one start to the next; deleting it is always safe. */
export const CACHE = join(ROOT, 'node_modules', '.cache', 'audiohook-console');

/** True in a clone of the repository; false where the package was installed by npm with its built files. */
export function isCheckout() {
  return existsSync(join(ROOT, 'src')) && existsSync(join(ROOT, 'package-lock.json'));
}

const NODE_BINARY = process.platform === 'win32' ? 'node.exe' : 'node';

/**
 * The Node that the npm package `node` pins (see package.json), or undefined where it is not installed. A checkout has
 * it in its own node_modules; npm may have hoisted it elsewhere for an installed package.
 * @returns {string | undefined}
 */
export function pinnedNode() {
  const own = join(ROOT, 'node_modules', 'node', 'bin', NODE_BINARY);
  if (existsSync(own)) return own;
  try {
    const hoisted = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', NODE_BINARY);
    return existsSync(hoisted) ? hoisted : undefined;
  } catch {
    return undefined;
  }
}
