/** The lock of one instance a profile folder, across real processes: a file names its holder, and others leave their arguments beside it. */
import { type FSWatcher, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type SecondStart = { args: string[]; workingDirectory: string };

/** @returns false when another process holds it; that one is told of this start */
export function requestLock(folder: string, onSecondStart: (start: SecondStart) => void): (() => void) | false {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'instance.lock');
  const holder = holderOf(lock);
  if (holder !== undefined) {
    const start: SecondStart = { args: process.argv, workingDirectory: process.cwd() };
    writeFileSync(join(folder, `start-${process.pid}.json`), JSON.stringify(start));
    return false;
  }
  writeFileSync(lock, String(process.pid));
  const watcher: FSWatcher = watch(folder, (_event, name) => {
    if (!name?.startsWith('start-')) return;
    const file = join(folder, name);
    const text = readIfThere(file);
    if (!text) return;
    rmSync(file, { force: true });
    onSecondStart(JSON.parse(text));
  });
  return () => {
    watcher.close();
    rmSync(lock, { force: true });
  };
}

function holderOf(lock: string): number | undefined {
  const pid = Number(readIfThere(lock));
  if (!pid) return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch {
    // The process that held it is gone.
    return undefined;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not there, or taken already by an event before.
    return undefined;
  }
}
