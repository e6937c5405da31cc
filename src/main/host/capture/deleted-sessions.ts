/**
 * Sessions that were deleted: moved aside as they are, so that a slip can be undone, and gone for good after a day.
 */
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';

/** How long a deleted session can be had back. */
export const KEPT_DELETED_MS = 24 * 3600 * 1000;

export class DeletedSessions {
  readonly #aside: string;
  readonly #root: string;

  /** @param root the folder of the sessions, beside which the deleted ones lie */
  constructor(dataDir: string, root: string) {
    this.#aside = join(dataDir, 'deleted');
    this.#root = root;
  }

  /** Moves a session's folder aside. */
  async take(id: string, nowMs: number): Promise<Result<undefined, 'cannot-delete'>> {
    const from = join(this.#root, id);
    const to = join(this.#aside, id);
    try {
      await mkdir(this.#aside, { recursive: true, mode: 0o700 });
      // The day begins with the deletion, whenever the session was.
      await utimes(from, nowMs / 1000, nowMs / 1000);
      // Deleted before, and brought in again since: the newer one is what can be had back.
      await rm(to, { recursive: true, force: true });
      await rename(from, to);
      return ok(undefined);
    } catch (error) {
      return fail('cannot-delete', `Session ${id} cannot be deleted: ${(error as Error).message}.`);
    }
  }

  /** Moves a deleted session back. */
  async giveBack(id: string): Promise<Result<undefined, 'not-deleted'>> {
    const to = join(this.#root, id);
    try {
      await rename(join(this.#aside, id), to);
      return ok(undefined);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const isThere = code === 'ENOTEMPTY' || code === 'EEXIST';
      const why = isThere ? 'it is in the list again' : code === 'ENOENT' ? 'it is gone for good' : message;
      return fail('not-deleted', `Session ${id} cannot be had back: ${why}.`);
    }
  }

  /** Ids of what can be had back. */
  async list(): Promise<string[]> {
    try {
      return await readdir(this.#aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  /** Deletes for good what was deleted longer than a day ago, or one session at once. @throws when the disk refuses */
  async purge(nowMs: number, id?: string): Promise<void> {
    for (const name of await this.list()) {
      const folder = join(this.#aside, name);
      const isDue = id === undefined ? nowMs - (await stat(folder)).mtimeMs >= KEPT_DELETED_MS : name === id;
      if (isDue) await rm(folder, { recursive: true, force: true });
    }
  }
}
