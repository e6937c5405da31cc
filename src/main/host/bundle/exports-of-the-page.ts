/** Bundles that the page has asked for: made in the data folder, looked into, fetched, and gone with the page's dialog. */
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportItem } from '../../../shared/contract/bundle-contract.ts';
import type { StreamSink } from '../../../shared/contract/define.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { fail, type Result } from '../../../shared/lib/result.ts';
import type { KnownSecret } from '../../../shared/redaction/secret-finder.ts';
import type { ReadableSession } from '../capture/resolve-session.ts';
import type { Downloads } from '../downloads/downloads.ts';
import { isRunning } from '../process-running.ts';
import { readBundleText } from './bundle-archive.ts';
import { type ExportChoice, redactSession } from './redact-session.ts';
import { writeBundle } from './write-bundle.ts';

export type ExportsOptions = {
  dataDir: string;
  version: string;
  clock: Clock;
  ids: Ids;
  pid: number;
  downloads: Downloads;
  /** As they are now. */
  secrets(): readonly KnownSecret[];
};

export class ExportsOfThePage {
  readonly #options: ExportsOptions;
  readonly #folder: string;
  /** Files by their tickets. */
  readonly #ready = new Map<string, string>();

  constructor(options: ExportsOptions) {
    this.#options = options;
    // Several consoles may export from one data folder: each clears away its own.
    this.#folder = join(options.dataDir, 'exporting', String(options.pid));
  }

  /** Makes a bundle and tells the page; lets go of it when the page does. */
  start(session: ReadableSession, choice: ExportChoice, sink: StreamSink<ExportItem>): void {
    const given = new AbortController();
    sink.onCancel(() => given.abort());
    void this.#make(session, choice, sink, given.signal).catch(error => {
      sink.end({ code: 'cannot-write', message: `The bundle cannot be made: ${(error as Error).message}.` });
    });
  }

  /** The beginning of a text file of a bundle. */
  async look(
    ticket: string,
    name: string,
    most: number,
  ): Promise<Result<{ text: string; more: boolean }, 'no-such-bundle' | 'unreadable'>> {
    const file = this.#ready.get(ticket);
    if (file === undefined) return fail('no-such-bundle', 'This bundle is no longer there: export it again.');
    return readBundleText(file, name, most);
  }

  async dispose(): Promise<void> {
    const all = dirname(this.#folder);
    for (const name of await readdir(all).catch(() => [])) {
      // Also what a console that was killed has left.
      const isOthers = Number(name) !== this.#options.pid && isRunning(Number(name));
      if (!isOthers) await rm(join(all, name), { recursive: true, force: true, maxRetries: 3 });
    }
  }

  async #make(
    session: ReadableSession,
    choice: ExportChoice,
    sink: StreamSink<ExportItem>,
    signal: AbortSignal,
  ): Promise<void> {
    const { ids, clock, version, downloads, secrets } = this.#options;
    const ready = await redactSession(session, choice, { secrets: secrets(), version });
    if (signal.aborted) return;
    if (!ready.ok) return sink.end(ready.error);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, `${ids.uuid()}.zip`);
    const onProgress = (progress: { file: string; done: number; total: number }) => {
      if (!signal.aborted) sink.send({ type: 'progress', ...progress });
    };
    const written = await writeBundle(path, ready.value, { nowMs: clock.wallMs(), onProgress, signal });
    if (signal.aborted) return void (await rm(path, { force: true }));
    if (!written.ok) return sink.end(written.error);
    const { bytes, manifest } = written.value;
    const { redaction } = manifest;
    const fileName = `audiohook-${manifest.sessionId}.zip`;
    const open = () => createReadStream(path);
    const ticket = downloads.offer({ fileName, type: 'application/zip', bytes, open });
    this.#ready.set(ticket, path);
    signal.addEventListener('abort', () => {
      downloads.withdraw(ticket);
      this.#ready.delete(ticket);
      // One that is being fetched goes on: its file is open.
      void rm(path, { force: true, maxRetries: 5, retryDelay: 1000 });
    });
    const files = Object.entries(manifest.files).map(([name, file]) => ({ name, bytes: file.bytes }));
    sink.send({ type: 'ready', ticket, fileName, bytes, redaction, files });
  }
}
