import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockConsole } from './console-lock.ts';
import { systemClock } from './system.ts';
import { tempDir } from './testing/temp-dir.ts';

const [SELF, OTHER] = [process.pid, process.ppid];
const lock = (dir: string, pid: number) => lockConsole(dir, { clock: systemClock, pid });

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
