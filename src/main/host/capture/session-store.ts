/**
 * All sessions of a data folder: those that this process records, and those that it finds there. A writer owns only
 * its own session's folder, so several processes may add sessions beside each other.
 */
import { mkdirSync } from 'node:fs';
import { mkdir, readdir, watch } from 'node:fs/promises';
import { join } from 'node:path';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { NOTHING_COUNTED } from '../../../shared/projections/session-summary.ts';
import { FileRecorder } from './file-recorder.ts';
import { recoverSession } from './recover-session.ts';
import { readEvents, readSessionFile, readTrack, type SessionFile, summaryOf } from './session-files.ts';

export type SessionStoreOptions = {
  dataDir: string;
  clock: Clock;
  ids: Ids;
  pid: number;
  /** One sentence for the user, when a session or the folder has trouble. */
  onWarning(text: string): void;
};

export type NewSession = Pick<SessionSummary, 'role' | 'kind' | 'connectorId' | 'audiohookId'> &
  Partial<Pick<SessionSummary, 'caller' | 'bot' | 'outcome'>>;

/** How often sessions that another process records are looked at again. */
const FOREIGN_POLL_MS = 1000;

export class SessionStore {
  readonly changed = new Emitter<SessionSummary>();
  readonly #options: SessionStoreOptions;
  readonly #root: string;
  readonly #recording = new Map<string, FileRecorder>();
  readonly #known = new Map<string, SessionSummary>();
  readonly #foreign = new Set<string>();
  readonly #watching = new AbortController();
  #polling: Promise<void> = Promise.resolve();
  #stopPolling: () => void = () => undefined;

  constructor(options: SessionStoreOptions) {
    this.#options = options;
    this.#root = join(options.dataDir, 'sessions');
  }

  /** Reads what is there; sessions whose writer is gone become `interrupted`. */
  async open(): Promise<void> {
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.#root)) await this.#look(name);
    void this.#watch();
    this.#stopPolling = this.#options.clock.every(FOREIGN_POLL_MS, () => {
      if (this.#foreign.size === 0) return;
      this.#polling = this.#polling.then(async () => {
        for (const id of [...this.#foreign]) await this.#look(id);
      });
    });
  }

  /** Newest first. */
  list(): SessionSummary[] {
    return [...this.#known.values()].sort((a, b) =>
      a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0,
    );
  }

  get(id: string): SessionSummary | undefined {
    return this.#known.get(id);
  }

  folder(id: string): string {
    return join(this.#root, id);
  }

  /** Begins a session: its folder is there when this returns. */
  start(session: NewSession): FileRecorder {
    const { clock, ids, pid } = this.#options;
    const startedAt = new Date(clock.wallMs()).toISOString();
    const id = `${startedAt.replace(/[-:]/g, '').replace('T', '-').slice(0, 15)}-${Buffer.from(ids.bytes(4)).toString('hex')}`;
    const summary: SessionSummary = {
      caller: '',
      bot: '',
      outcome: '',
      ...session,
      ...NOTHING_COUNTED,
      id,
      startedAt,
      state: 'live',
      tracks: {},
    };
    const folder = this.folder(id);
    let failure: Error | undefined;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      failure = error as Error;
    }
    const onDiskFailure = (error: Error, broken: FileRecorder) => {
      const text = `This session is no longer recorded: ${error.message}.`;
      this.#options.onWarning(`Session ${id}: ${text}`);
      if (broken.summary.state === 'live') {
        broken.append({ leg: 'console', type: 'note', code: 'capture-failed', level: 'problem', text });
      }
    };
    const recorder = new FileRecorder({ folder, summary, clock, pid, onDiskFailure });
    if (failure) onDiskFailure(failure, recorder);
    this.#recording.set(id, recorder);
    this.#set(summary);
    recorder.changed.on(changed => {
      if (changed.state !== 'live') this.#recording.delete(id);
      this.#set(changed);
    });
    return recorder;
  }

  /** Events from number `fromN` on. A live session of this process goes on until it ends; then, and else, `end` comes. */
  subscribe(
    id: string,
    fromN: number,
    listener: { events(events: SessionEvent[]): void; end(failure?: string): void },
  ): () => void {
    const recorder = this.#recording.get(id);
    if (!recorder) {
      let cancelled = false;
      void this.#readPast(id, fromN).then(result => {
        if (cancelled) return;
        if (result.ok) listener.events(result.value);
        listener.end(result.ok ? undefined : result.error.message);
      });
      return () => {
        cancelled = true;
      };
    }
    listener.events(recorder.events.slice(fromN));
    const stops = [
      recorder.appended.on(event => {
        if (event.n >= fromN) listener.events([event]);
      }),
      recorder.changed.on(summary => {
        if (summary.state === 'live') return;
        stop();
        listener.end();
      }),
    ];
    const stop = () => {
      for (const one of stops) one();
    };
    return stop;
  }

  /** All events so far. */
  async events(id: string): Promise<Result<readonly SessionEvent[], 'no-such-session' | 'unreadable'>> {
    const recorder = this.#recording.get(id);
    if (recorder) return ok(recorder.events);
    if (!this.#known.has(id)) return fail('no-such-session', `There is no session ${id}.`);
    const read = await readEvents(this.folder(id));
    return read.ok ? ok(read.value.events) : read;
  }

  /** A range of a track; shorter where the track is. */
  async audio(id: string, track: string, offset: number, bytes: number): Promise<Uint8Array> {
    const recorder = this.#recording.get(id);
    if (!recorder) return readTrack(this.folder(id), track, offset, bytes);
    const out = new Uint8Array(bytes);
    let at = 0;
    let length = 0;
    for (const piece of recorder.liveTrack(track)) {
      const from = Math.max(offset, at);
      const to = Math.min(offset + bytes, at + piece.length);
      if (to > from) {
        out.set(piece.subarray(from - at, to - at), from - offset);
        length = to - offset;
      }
      at += piece.length;
      if (at >= offset + bytes) break;
    }
    return out.subarray(0, length);
  }

  async dispose(): Promise<void> {
    this.#stopPolling();
    this.#watching.abort();
    await this.#polling;
    for (const recorder of [...this.#recording.values()]) await recorder.close('the console was closed');
  }

  async #readPast(id: string, fromN: number): Promise<Result<SessionEvent[], 'no-such-session' | 'unreadable'>> {
    const read = await this.events(id);
    return read.ok ? ok(read.value.filter(event => event.n >= fromN)) : read;
  }

  #set(summary: SessionSummary): void {
    this.#known.set(summary.id, summary);
    this.changed.emit(summary);
  }

  /** Looks at a folder that this process does not write. */
  async #look(name: string): Promise<void> {
    if (this.#recording.has(name)) return;
    const read = await readSessionFile(this.folder(name));
    if (!read.ok) {
      // A folder without session.json is one that is just being made, or is not ours: neither is worth a word.
      if (this.#known.has(name)) this.#options.onWarning(read.error.message);
      return;
    }
    if (this.#recording.has(name)) return;
    const found = await this.#settle(read.value);
    if (found.state === 'live') this.#foreign.add(name);
    else this.#foreign.delete(name);
    if (JSON.stringify(found) !== JSON.stringify(this.#known.get(name))) this.#set(found);
  }

  async #settle(file: SessionFile): Promise<SessionSummary> {
    if (file.state !== 'live' || isRunning(file.writerPid)) return summaryOf(file);
    const recovered = await recoverSession(this.folder(file.id), summaryOf(file));
    for (const text of recovered.damage) this.#options.onWarning(`Session ${file.id}: ${text}`);
    return recovered.summary;
  }

  async #watch(): Promise<void> {
    try {
      for await (const change of watch(this.#root, { signal: this.#watching.signal })) {
        if (change.filename && !this.#known.has(change.filename)) this.#foreign.add(change.filename);
      }
    } catch (error) {
      if ((error as Error).name === 'AbortError') return;
      this.#options.onWarning(`New sessions of other processes are not noticed: ${(error as Error).message}.`);
    }
  }
}

function isRunning(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
