/** A file that only grows: writes are gathered and flushed together, so that a crash costs at most one flush. */
import { type FileHandle, open } from 'node:fs/promises';

export class AppendFile {
  readonly #path: string;
  #handle: FileHandle | undefined;
  #waiting: Uint8Array[] = [];
  #writing: Promise<void> = Promise.resolve();
  #abandoned = false;
  /** Bytes handed in so far, written or not. */
  size = 0;

  constructor(path: string) {
    this.#path = path;
  }

  append(bytes: Uint8Array): void {
    if (!this.#abandoned) this.#waiting.push(bytes);
    this.size += bytes.length;
  }

  /** Bytes in memory that are yet to be written. */
  get waitingBytes(): number {
    return this.#waiting.reduce((sum, { length }) => sum + length, 0);
  }

  /** Writes what has gathered. @throws when the disk refuses; what could not be written is then lost to the file. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      if (this.#waiting.length === 0) return;
      const bytes = Buffer.concat(this.#waiting);
      this.#waiting = [];
      this.#handle ??= await open(this.#path, 'a', 0o600);
      await this.#handle.appendFile(bytes);
    });
    return this.#writing;
  }

  /** Writes and keeps nothing more: behind a failed write it would lie in the wrong place. */
  abandon(): void {
    this.#abandoned = true;
    this.#waiting = [];
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.#handle?.close();
      this.#handle = undefined;
    }
  }
}
