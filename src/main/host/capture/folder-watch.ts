/** Notices sessions of other processes: new folders by the file system's events, running ones by looking again. */
import { watch } from 'node:fs/promises';
import type { Clock } from '../../../shared/lib/clock.ts';

/** How often sessions that another process records are looked at again. */
export const FOREIGN_POLL_MS = 1000;

export type FolderWatchOptions = {
  root: string;
  clock: Clock;
  /** Looks at one folder; resolves with true as long as it must be looked at again. Never rejects. */
  look(name: string): Promise<boolean>;
  onWarning(text: string): void;
};

export class FolderWatch {
  readonly #options: FolderWatchOptions;
  readonly #open = new Set<string>();
  readonly #watching = new AbortController();
  readonly #stopPolling: () => void;
  #looking: Promise<void> | undefined;

  constructor(options: FolderWatchOptions) {
    this.#options = options;
    this.#stopPolling = options.clock.every(FOREIGN_POLL_MS, () => {
      // A slow disk is not asked again before it has answered.
      if (this.#open.size > 0) this.#looking ??= this.#lookAgain();
    });
    void this.#watch();
  }

  /** Looks at a folder from now on, until `look` says that it is settled. */
  add(name: string): void {
    this.#open.add(name);
  }

  async dispose(): Promise<void> {
    this.#stopPolling();
    this.#watching.abort();
    await this.#looking;
  }

  async #lookAgain(): Promise<void> {
    for (const name of [...this.#open]) if (!(await this.#options.look(name))) this.#open.delete(name);
    this.#looking = undefined;
  }

  async #watch(): Promise<void> {
    const { root, onWarning } = this.#options;
    try {
      for await (const change of watch(root, { signal: this.#watching.signal })) {
        if (change.filename) this.#open.add(change.filename);
      }
    } catch (error) {
      if ((error as Error).name === 'AbortError') return;
      onWarning(`New sessions of other processes are not noticed: ${(error as Error).message}.`);
    }
  }
}
