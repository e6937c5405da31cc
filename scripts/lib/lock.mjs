/** One install or build at a time: two starts of the same checkout must not write the same files. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './checkout.mjs';
import { say } from './say.mjs';

/** Outside node_modules, which `npm ci` deletes. Ignored by git. */
const LOCK = join(ROOT, '.cache', 'preparing');
const POLL_MS = 200;

/**
 * Runs `action` while no other process prepares this checkout. The lock of a process that is gone is taken over.
 * @template T
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function alone(action) {
  let told = false;
  while (!take()) {
    if (!told) say('Another start is preparing this checkout; waiting for it.');
    told = true;
    await sleep(POLL_MS);
  }
  try {
    return await action();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function take() {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  if (isAbandoned()) rmSync(LOCK, { force: true });
  return false;
}

/** True when the process that took the lock is gone, or never got to write its number. */
function isAbandoned() {
  try {
    const pid = Number(readFileSync(LOCK, 'utf8'));
    return pid > 0 ? !isAlive(pid) : Date.now() - statSync(LOCK).mtimeMs > POLL_MS * 10;
  } catch (error) {
    // Given up between the two looks: the next try takes it.
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return false;
    throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
