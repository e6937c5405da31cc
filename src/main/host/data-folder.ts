/** Whose data folder this is: this console's, or another's that came first or took it over. What may be done follows. */
import { mkdir } from 'node:fs/promises';
import { Emitter } from '../../shared/lib/emitter.ts';
import { type ConsoleLock, type LockOptions, lockConsole } from './console-lock.ts';
import { HostError } from './host-error.ts';

export type DataFolderOptions = Pick<LockOptions, 'clock' | 'pid'> & {
  dataDir: string;
  /** A command beside a console: it adds sessions, and asks for no more. */
  isGuest?: boolean;
};

export class DataFolder {
  /** Another console has taken it over. */
  readonly lost = new Emitter<void>();
  /** A relay runs here: it takes and records calls all the same. */
  isRelaying = false;
  #lock: ConsoleLock | undefined;
  #sentence: ((isRelaying: boolean) => string) | undefined;

  /** @throws HostError when the folder cannot be written */
  static async take({ dataDir, clock, pid, isGuest }: DataFolderOptions): Promise<DataFolder> {
    const folder = new DataFolder();
    if (isGuest) return folder;
    const onLost = (heldBy: number) => {
      folder.#sentence = isRelaying => lostSentence(heldBy, isRelaying);
      folder.lost.emit();
    };
    try {
      await mkdir(dataDir, { recursive: true, mode: 0o700 });
      const lock = await lockConsole(dataDir, { clock, pid, onLost });
      if ('dispose' in lock) folder.#lock = lock;
      else folder.#sentence = isRelaying => readOnlySentence(lock.heldBy, isRelaying);
    } catch (error) {
      const why = (error as Error).message;
      throw new HostError(`The data folder ${dataDir} cannot be written: ${why}. Choose another with --data-dir.`);
    }
    return folder;
  }

  /** Why nothing of it may be changed, in a sentence; undefined where it may, and for a guest. */
  get whyReadOnly(): string | undefined {
    return this.#sentence?.(this.isRelaying);
  }

  /** This console tidies it up: it deletes what is old, and keeps what it learns. */
  get isOurs(): boolean {
    return this.#lock !== undefined && this.#sentence === undefined;
  }

  async dispose(): Promise<void> {
    await this.#lock?.dispose();
  }
}

/**
 * The lock is gone while this console ran: what that means for it.
 * @param isRelaying a relay runs here: it takes and records calls all the same
 */
function lostSentence(heldBy: number, isRelaying: boolean): string {
  if (isRelaying) {
    return `Another console (process ${heldBy}) has taken over this data folder while this one gave no sign of life: ${BESIDE}`;
  }
  return `Another console (process ${heldBy}) has taken over this data folder while this one gave no sign of life: this one is read-only now and takes no more calls. Close the other, then start this one again.`;
}

/** @param isRelaying a relay runs here: it takes and records calls all the same */
function readOnlySentence(heldBy: number, isRelaying: boolean): string {
  if (isRelaying) return `Another console (process ${heldBy}) uses this data folder, too: ${BESIDE}`;
  return `Another console (process ${heldBy}) uses this data folder: this one is read-only and takes no calls. Close the other, or start this one with another --data-dir.`;
}

/** What a relay does in a data folder that is another console's. */
const BESIDE =
  'settings, and calls to the console itself, belong to that one. The relay here takes and records its calls all the same.';
