import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Clock } from '../../shared/lib/clock.ts';
import { lockConsole } from './console-lock.ts';
import { systemClock } from './system.ts';
import { tempDir } from './testing/temp-dir.ts';

const [SELF, OTHER] = [process.pid, process.ppid];
const lock = (dir: string, pid: number) => lockConsole(dir, { clock: systemClock, pid, onLost: () => undefined });

test('the second console on one data folder is told who has it, until the first has ended', async () => {
  const dir = tempDir();
  const first = await lock(dir, OTHER);
  expect(await lock(dir, SELF)).toEqual({ heldBy: OTHER });
  if (!('dispose' in first)) throw new Error('The first has no lock.');
  await first.dispose();
  const second = await lock(dir, SELF);
  expect(second).toHaveProperty('dispose');
  if ('dispose' in second) await second.dispose();
  expect(existsSync(join(dir, 'console.lock'))).toBe(false);
});

test.each([
  ['a process that is gone', () => `${2 ** 22 + 1}`, 0],
  ['one that has given no sign of life, whoever has its number now', () => `${OTHER}`, 60],
  ['our own number, which came back', () => `${SELF}`, 0],
  ['nobody who can be read', () => 'garbled', 0],
])('a lock of %s is taken over', async (_who, text, secondsAgo) => {
  const dir = tempDir();
  const file = join(dir, 'console.lock');
  writeFileSync(file, text());
  const then = Date.now() / 1000 - secondsAgo;
  utimesSync(file, then, then);
  const taken = await lock(dir, SELF);
  expect(readFileSync(file, 'utf8').trim()).toBe(`${SELF}`);
  if ('dispose' in taken) await taken.dispose();
});

/** A console whose looks at its lock are the test's to make. */
async function lookingLock(dir: string) {
  const lost: number[] = [];
  let look: () => void = () => undefined;
  const clock: Clock = {
    ...systemClock,
    every: (_periodMs, action) => {
      look = action;
      return () => {
        look = () => undefined;
      };
    },
  };
  const held = await lockConsole(dir, { clock, pid: SELF, onLost: heldBy => lost.push(heldBy) });
  if (!('dispose' in held)) throw new Error('It has no lock.');
  return { lost, look: () => look(), dispose: held.dispose };
}

test('a console that has lost its lock to another is told once, and lets the other have it', async () => {
  const dir = tempDir();
  const { lost, look } = await lookingLock(dir);
  writeFileSync(join(dir, 'console.lock'), `${OTHER}\n`);
  look();
  await expect.poll(() => lost, { timeout: 10_000 }).toEqual([OTHER]);
  look();
  expect(readFileSync(join(dir, 'console.lock'), 'utf8').trim()).toBe(`${OTHER}`);
});

test('a lock that was swept away is put back', async () => {
  const dir = tempDir();
  const { lost, look } = await lookingLock(dir);
  rmSync(join(dir, 'console.lock'));
  look();
  await expect.poll(() => existsSync(join(dir, 'console.lock')), { timeout: 10_000 }).toBe(true);
  expect(readFileSync(join(dir, 'console.lock'), 'utf8').trim()).toBe(`${SELF}`);
  expect(lost).toEqual([]);
});

test('a console that ends in the middle of a look leaves no lock behind', async () => {
  for (let round = 0; round < 10; round += 1) {
    const dir = tempDir();
    const { look, dispose } = await lookingLock(dir);
    rmSync(join(dir, 'console.lock'));
    look();
    await dispose();
    // No file on its way there, either.
    expect(readdirSync(dir)).toEqual([]);
  }
});
