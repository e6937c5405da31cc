/** Bundles that the page hands in, piece by piece: kept in the data folder until they are whole, and then imported. */
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { type Imported, type ImportFailure, importBundle } from './import-bundle.ts';

/** A page that sends nothing for so long is gone. */
const IDLE_MS = 60_000;
/** What a console that died left behind. */
const STALE_MS = 24 * 3600_000;
const MOST_BYTES = 4 * 2 ** 30;

type Upload = {
  readonly path: string;
  readonly handle: FileHandle;
  bytes: number;
  busy: Promise<unknown>;
  endTimer: () => void;
};

export class Uploads {
  readonly #dataDir: string;
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #open = new Map<string, Upload>();

  constructor({ dataDir, clock, ids }: { dataDir: string; clock: Clock; ids: Ids }) {
    this.#dataDir = dataDir;
    this.#folder = join(dataDir, 'importing');
    this.#clock = clock;
    this.#ids = ids;
  }

  async begin(): Promise<Result<{ uploadId: string }, 'cannot-write'>> {
    const uploadId = this.#ids.uuid();
    const path = join(this.#folder, `${uploadId}.zip`);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await this.#removeStale();
      const handle = await open(path, 'wx', 0o600);
      this.#open.set(uploadId, { path, handle, bytes: 0, busy: Promise.resolve(), endTimer: this.#idle(uploadId) });
      return ok({ uploadId });
    } catch (error) {
      return fail('cannot-write', `The bundle cannot be taken in: ${(error as Error).message}.`);
    }
  }

  /** Pieces are written in the order in which they come. */
  async add(
    uploadId: string,
    piece: Uint8Array,
  ): Promise<Result<Record<string, never>, 'no-such-upload' | 'too-large' | 'cannot-write'>> {
    const upload = this.#open.get(uploadId);
    if (!upload) return notThere();
    upload.endTimer();
    upload.endTimer = this.#idle(uploadId);
    upload.bytes += piece.length;
    if (upload.bytes > MOST_BYTES) {
      await this.cancel(uploadId);
      return fail('too-large', 'A bundle is no larger than 4 GiB.');
    }
    const writing = upload.busy.then(() => upload.handle.appendFile(piece));
    upload.busy = writing.catch(() => undefined);
    try {
      await writing;
      return ok({});
    } catch (error) {
      await this.cancel(uploadId);
      return fail('cannot-write', `The bundle cannot be taken in: ${(error as Error).message}.`);
    }
  }

  async finish(uploadId: string): Promise<Result<Imported, ImportFailure | 'no-such-upload'>> {
    const upload = this.#open.get(uploadId);
    if (!upload) return notThere();
    await this.#close(uploadId, upload);
    const imported = await importBundle(upload.path, this.#dataDir);
    await rm(upload.path, { force: true });
    return imported;
  }

  async cancel(uploadId: string): Promise<void> {
    const upload = this.#open.get(uploadId);
    if (!upload) return;
    await this.#close(uploadId, upload);
    await rm(upload.path, { force: true });
  }

  async dispose(): Promise<void> {
    for (const uploadId of [...this.#open.keys()]) await this.cancel(uploadId);
  }

  async #close(uploadId: string, upload: Upload): Promise<void> {
    this.#open.delete(uploadId);
    upload.endTimer();
    await upload.busy;
    await upload.handle.close();
  }

  #idle(uploadId: string): () => void {
    return this.#clock.after(IDLE_MS, () => void this.cancel(uploadId));
  }

  async #removeStale(): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      const { mtimeMs } = await stat(path);
      if (this.#clock.wallMs() - mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
    }
  }
}

function notThere() {
  return fail('no-such-upload', 'This import was cancelled, or the connection was lost for too long: begin again.');
}
