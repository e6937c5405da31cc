/**
 * The list of all sessions in one file, so that ten thousand are listed without opening ten thousand files. It is derived:
 * an entry counts only while the session.json that it was made from is the same, and a file that is missing, damaged or of
 * another version is as good as none.
 *
 * Format: a first line with version and CRC-32 of the second, then one line of JSON.
 */
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { replaceFile } from '../replace-file.ts';

const VERSION = 1;

/** When session.json was written (ms), its size, and what it says. */
type Entry = readonly [mtimeMs: number, size: number, summary: SessionSummary];

export class SessionIndex {
  readonly #file: string;
  readonly #root: string;
  #entries = new Map<string, Entry>();
  #changed = false;

  /** @param root the folder of the sessions */
  constructor(dataDir: string, root: string) {
    this.#file = join(dataDir, 'sessions.index');
    this.#root = root;
  }

  /** Reads the file. Whatever is wrong with it: the sessions themselves say the same. */
  async open(): Promise<void> {
    const text = await readFile(this.#file, 'utf8').catch(() => '');
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    // Whole, and written by this version: then it holds what was checked before it was written.
    if (end > 0 && text.slice(0, end) === headOf(body)) this.#entries = new Map(JSON.parse(body) as [string, Entry][]);
  }

  /** The summary of a session, where session.json has not changed since. Never throws. */
  get(id: string): SessionSummary | undefined {
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    const now = this.#stat(id);
    return now && now.mtimeMs === entry[0] && now.size === entry[1] ? entry[2] : undefined;
  }

  /** Notes a session that is over. A live one changes, and has no place here. */
  note(summary: SessionSummary): void {
    const now = summary.state === 'live' ? undefined : this.#stat(summary.id);
    if (!now) return;
    this.#entries.set(summary.id, [now.mtimeMs, now.size, summary]);
    this.#changed = true;
  }

  forget(id: string): void {
    this.#changed = this.#entries.delete(id) || this.#changed;
  }

  /** Forgets whatever is not among these: a session's folder that is gone does not come back with what is known of it. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of [...this.#entries.keys()]) if (!ids.has(id)) this.forget(id);
  }

  /** Writes what has changed. A disk that refuses keeps no index: the next start reads the sessions. */
  async save(): Promise<void> {
    if (!this.#changed) return;
    this.#changed = false;
    const body = JSON.stringify([...this.#entries]);
    await replaceFile(this.#file, `${headOf(body)}\n${body}`).catch(() => undefined);
  }

  #stat(id: string): { mtimeMs: number; size: number } | undefined {
    // One after the other is much faster than ten thousand promises.
    return statSync(join(this.#root, id, 'session.json'), { throwIfNoEntry: false });
  }
}

function headOf(body: string): string {
  return JSON.stringify({ format: 'audiohook-session-index', version: VERSION, crc32: crc32(body) });
}
