/**
 * One console a data folder: the first holds a lock, a second one opens read-only. Commands that only add sessions need
 * none. A lock whose holder is gone, or has given no sign of life, is taken over.
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/lib/clock.ts';
import { isRunning } from './process-running.ts';

/** The holder touches the file this often ... */
const SIGN_OF_LIFE_MS = 2_000;
/** ... and is gone after this long without, whoever has its number now. */
const GONE_AFTER_MS = 10_000;

export type ConsoleLock = { dispose(): Promise<void> };

export type LockOptions = {
  clock: Clock;
  pid: number;
  /** Another console has taken the lock over, after this one had given no sign of life. Told once. */
  onLost(heldBy: number): void;
};

/** The lock, or the number of the process that holds it. @throws when the folder cannot be written */
export async function lockConsole(
  dataDir: string,
  { clock, pid, onLost }: LockOptions,
): Promise<ConsoleLock | { heldBy: number }> {
  const file = join(dataDir, 'console.lock');
  for (let tries = 0; ; tries += 1) {
    try {
      await putLock(file, pid);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await holderOf(file, clock);
    // After a second try somebody else was quicker: it holds the lock now.
    if (holder !== undefined && (holder !== pid || tries > 0)) return { heldBy: holder };
    await clearAway(file, pid, clock);
  }
  let held = true;
  const look = async () => {
    const heldBy = await keepOwn(file, pid, clock.wallMs() / 1000, () => held);
    if (heldBy === undefined || !held) return;
    held = false;
    stop();
    onLost(heldBy);
  };
  let looks: Promise<void> = Promise.resolve();
  const stop = clock.every(SIGN_OF_LIFE_MS, () => {
    looks = looks.then(look);
  });
  return {
    dispose: async () => {
      stop();
      held = false;
      // One that is under way may just be putting the lock back.
      await looks;
      // In a folder that refuses it stays, and is nobody's soon.
      if ((await holderOf(file, clock)) === pid) await rm(file, { force: true }).catch(() => undefined);
    },
  };
}

/** The file is there with its number in it, or not at all: an empty one would look like nobody's. @throws EEXIST: it is held */
async function putLock(file: string, pid: number): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${pid}\n`, { flag: 'wx', mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    // A file system without links, such as exFAT.
    await writeFile(file, `${pid}\n`, { flag: 'wx', mode: 0o600 });
  } finally {
    await rm(draft, { force: true });
  }
}

/** Takes a lock away whose holder is gone; one that somebody else has put there since that was seen stays. */
async function clearAway(file: string, pid: number, clock: Clock): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
    const holder = await holderOf(aside, clock);
    if (holder !== undefined && holder !== pid) await link(aside, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Gone already, or a third is there by now: the next try tells.
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/**
 * A sign of life; a lock that somebody has swept away is put back. A folder that is gone or refuses has nobody to tell:
 * the next look may find it.
 * @param isHeld false once this console has ended
 * @returns the number of another console that has it by now
 */
async function keepOwn(file: string, pid: number, nowS: number, isHeld: () => boolean): Promise<number | undefined> {
  try {
    const holder = Number(await readFile(file, 'utf8'));
    if (holder !== pid) return holder > 0 ? holder : undefined;
    await utimes(file, nowS, nowS);
  } catch (error) {
    if (isHeld() && (error as NodeJS.ErrnoException).code === 'ENOENT') await putLock(file, pid).catch(() => undefined);
  }
  return undefined;
}

/** Who holds the lock; undefined where nobody does any more. */
async function holderOf(file: string, clock: Clock): Promise<number | undefined> {
  try {
    const pid = Number(await readFile(file, 'utf8'));
    const { mtimeMs } = await stat(file);
    const isFresh = Math.abs(clock.wallMs() - mtimeMs) < GONE_AFTER_MS;
    return Number.isInteger(pid) && pid > 0 && isFresh && isRunning(pid) ? pid : undefined;
  } catch {
    // It was taken back between our look and this one.
    return undefined;
  }
}
