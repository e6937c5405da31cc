/**
 * All sessions of a data folder: those that this process records, and those that it finds there. A writer owns only
 * its own session's folder, so several processes may add sessions beside each other.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PeakPyramid } from '../../../shared/audio/peaks.ts';
import type { NewSessionEvent, SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { KnownSecret } from '../../../shared/redaction/secret-finder.ts';
import { annotateSession } from './annotate-session.ts';
import { DeletedSessions } from './deleted-sessions.ts';
import { numberedFrom } from './events-reader.ts';
import type { FileRecorder } from './file-recorder.ts';
import { FolderWatch } from './folder-watch.ts';
import { type EventsListener, eventsRecorded, followFiles, followRecorder } from './follow-session.ts';
import { lookAtFolder } from './look-at-folder.ts';
import { type NewSession, newRecording } from './new-recording.ts';
import { PastEvents } from './past-events.ts';
import { readPeaks, writePeaks } from './peaks-file.ts';
import { readTrack, trackSize } from './session-files.ts';
import { SessionIndex } from './session-index.ts';
import { type SoundPiece, soundOf } from './sound-index.ts';

export type SessionStoreOptions = {
  dataDir: string;
  clock: Clock;
  ids: Ids;
  pid: number;
  /** Why nothing may be deleted here, in a sentence; undefined where it may, as where it is left out. */
  readOnly?: () => string | undefined;
  /** Values that no session may hold, beside those of its own connection. */
  secrets?: () => readonly KnownSecret[];
  /** One sentence for the user, when a session or the folder has trouble. */
  onWarning(text: string): void;
};

export class SessionStore {
  readonly changed = new Emitter<SessionSummary>();
  readonly removed = new Emitter<string>();
  /** What was read of a session's files counts no more: they are gone, or others. */
  readonly forgotten = new Emitter<string>();
  /** An event was added to a session that had ended. */
  readonly annotated = new Emitter<{ id: string; event: SessionEvent }>();
  readonly #options: SessionStoreOptions;
  readonly #root: string;
  readonly #recording = new Map<string, FileRecorder>();
  readonly #known = new Map<string, SessionSummary>();
  readonly #warned = new Set<string>();
  readonly #deleted: DeletedSessions;
  readonly #index: SessionIndex;
  readonly #past = new PastEvents(
    id => this.folder(id),
    id => this.#known.get(id),
  );
  #watch: FolderWatch | undefined;

  constructor(options: SessionStoreOptions) {
    this.#options = options;
    this.#root = join(options.dataDir, 'sessions');
    this.#deleted = new DeletedSessions(options.dataDir, this.#root);
    this.#index = new SessionIndex(options.dataDir, this.#root);
  }

  /** Reads what is there; sessions whose writer is gone become `interrupted`. */
  async open(): Promise<void> {
    const { clock } = this.#options;
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    const watch = new FolderWatch({
      root: this.#root,
      clock,
      look: name => this.#look(name),
      onWarning: text => this.#warn(text),
    });
    this.#watch = watch;
    await this.#index.open();
    const names = await readdir(this.#root);
    this.#index.keepOnly(new Set(names));
    for (const name of names) {
      const known = this.#index.get(name);
      if (known) this.#known.set(name, known);
      else if (await this.#look(name)) watch.add(name);
    }
    await this.#saveIndex();
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

  /** How many sessions this process records now. */
  get recordingCount(): number {
    return this.#recording.size;
  }

  /** This process records it. */
  isRecording(id: string): boolean {
    return this.#recording.has(id);
  }

  /** Says in every session that is being recorded what happened to the machine. */
  noteInAll(code: string, level: 'info' | 'warning', text: string): void {
    for (const recorder of this.#recording.values()) {
      recorder.append({ leg: 'console', type: 'note', code, level, text });
    }
  }

  /** The store's secrets are others now: those that came to them are hidden in the sessions that run, too. */
  secretsChanged(): void {
    const secrets = this.#options.secrets?.() ?? [];
    for (const recorder of this.#recording.values()) {
      for (const { name, value } of secrets) recorder.hideSecret(name, value);
    }
  }

  folder(id: string): string {
    return join(this.#root, id);
  }

  /**
   * Begins a session: its folder is there when this returns.
   * @param secrets values that must never appear in it, beside those of the store
   */
  start(session: NewSession, secrets: readonly KnownSecret[] = []): FileRecorder {
    const { clock, ids, pid } = this.#options;
    // A list: two values may stand under one name.
    const recorder = newRecording(session, [...(this.#options.secrets?.() ?? []), ...secrets], {
      ...{ clock, ids, pid, folderOf: (id: string) => this.folder(id) },
      onWarning: text => this.#warn(text),
    });
    const { id } = recorder;
    this.#recording.set(id, recorder);
    this.#set(recorder.summary);
    recorder.changed.on(changed => {
      if (changed.state !== 'live') this.#recording.delete(id);
      this.#set(changed);
    });
    return recorder;
  }

  /** Events from number `fromN` on: those that are there, then live ones, in order, until the session's end. */
  subscribe(id: string, fromN: number, listener: EventsListener): () => void {
    const recorder = this.#recording.get(id);
    if (recorder) return followRecorder(recorder, fromN, listener);
    return followFiles(id, fromN, listener, {
      clock: this.#options.clock,
      past: this.#past,
      isLive: () => this.#known.get(id)?.state === 'live',
      onWarning: text => this.#warn(text),
    });
  }

  /** All events so far. Damage in the file is told once, as a warning. */
  async events(id: string): Promise<Result<readonly SessionEvent[], 'no-such-session' | 'unreadable'>> {
    const recorder = this.#recording.get(id);
    if (recorder) return eventsRecorded(recorder);
    if (!this.#known.has(id)) return fail('no-such-session', `There is no session ${id}.`);
    const { past, reading } = this.#past.of(id, this.#known.get(id)?.state === 'live');
    const read = await reading;
    for (const text of past.damage) this.#warn(`Session ${id}: ${text}`);
    return read;
  }

  /** Events from number `fromN` on that are there so far: of a long live session quicker than all of them. */
  async eventsFrom(
    id: string,
    fromN: number,
  ): Promise<Result<readonly SessionEvent[], 'no-such-session' | 'unreadable'>> {
    const recorder = this.#recording.get(id);
    if (recorder && fromN >= recorder.firstN) return ok(recorder.events.slice(fromN - recorder.firstN));
    const all = await this.events(id);
    return all.ok ? ok(numberedFrom(all.value, fromN)) : all;
  }

  /** What moves the sound of a past session, piece by piece. @throws when its events cannot be read */
  soundOf(id: string): AsyncGenerator<SoundPiece> {
    return soundOf(this.folder(id));
  }

  /** Peaks of a whole track of a past session, where they were kept. */
  async peaks(id: string, track: string): Promise<PeakPyramid | undefined> {
    return readPeaks(this.folder(id), track, await trackSize(this.folder(id), track));
  }

  /** Keeps the peaks of a past session's track beside it. A disk that refuses keeps none: they can be made again. */
  async keepPeaks(id: string, track: string, peaks: PeakPyramid): Promise<void> {
    await writePeaks(this.folder(id), track, peaks).catch(() => undefined);
  }

  /** Adds what the user has seen to a session, live or ended. */
  async annotate(
    id: string,
    event: NewSessionEvent,
  ): Promise<Result<SessionEvent, 'no-such-session' | 'unreadable' | 'not-ours'>> {
    const recorder = this.#recording.get(id);
    if (recorder) return ok(recorder.append(event));
    const known = this.#known.get(id);
    if (!known) return fail('no-such-session', `There is no session ${id}.`);
    if (known.state === 'live') {
      return fail('not-ours', 'Another process records this session still: answer when it has ended.');
    }
    const added = await annotateSession(this.folder(id), known, event);
    if (!added.ok) return added;
    this.#past.forget(id);
    this.#index.forget(id);
    this.#set(added.value.summary);
    this.annotated.emit({ id, event: added.value.event });
    return ok(added.value.event);
  }

  /** A range of a track; shorter where the track is. */
  async audio(id: string, track: string, offset: number, bytes: number): Promise<Uint8Array> {
    const recorder = this.#recording.get(id);
    return recorder ? recorder.readAudio(track, offset, bytes) : readTrack(this.folder(id), track, offset, bytes);
  }

  /** Moves a session aside: it can be had back for a day, unless it is `forGood`. A live one stays. */
  async delete(
    id: string,
    forGood = false,
  ): Promise<Result<undefined, 'no-such-session' | 'live' | 'cannot-delete' | 'read-only'>> {
    const readOnly = this.#options.readOnly?.();
    if (readOnly) return fail('read-only', readOnly);
    const session = this.#known.get(id);
    if (!session) return fail('no-such-session', `There is no session ${id}.`);
    if (session.state === 'live')
      return fail('live', `Session ${id} is still live: end the call before you delete it.`);
    const nowMs = this.#options.clock.wallMs();
    const taken = await this.#deleted.take(id, nowMs);
    if (!taken.ok) return taken;
    this.#drop(id);
    if (forGood) await this.#deleted.purge(nowMs, id);
    return ok(undefined);
  }

  /** Looks at a session that somebody put into the folder, so that it is known when this returns. */
  async notice(id: string): Promise<void> {
    await this.#look(id);
  }

  /** A session's folder was put in the place of an older one, if there was one: nothing of that counts any more. */
  async replaced(id: string): Promise<void> {
    this.#forget(id);
    await this.#look(id);
  }

  /** Brings a deleted session back. */
  async undoDelete(id: string): Promise<Result<undefined, 'not-deleted' | 'read-only'>> {
    const readOnly = this.#options.readOnly?.();
    if (readOnly) return fail('read-only', readOnly);
    // The id comes from outside: it must be the name of a folder that is there, not a path.
    if (!(await this.#deleted.list()).includes(id)) {
      return fail('not-deleted', `There is no deleted session ${id}: a deleted session is kept for a day.`);
    }
    const back = await this.#deleted.giveBack(id);
    if (back.ok) await this.#look(id);
    return back;
  }

  /** Deletes for good what was deleted more than a day ago. */
  async purgeDeleted(): Promise<void> {
    try {
      await this.#deleted.purge(this.#options.clock.wallMs());
    } catch (error) {
      this.#warn(`Deleted sessions cannot be removed for good: ${(error as Error).message}.`);
    }
  }

  /** Deletes the oldest ended sessions of a kind beyond `most`. */
  async keepNewest(kind: SessionSummary['kind'], most: number): Promise<void> {
    const old = this.list()
      .filter(session => session.kind === kind && session.state !== 'live')
      .slice(most);
    for (const { id } of old) {
      this.#drop(id);
      await rm(this.folder(id), { recursive: true, force: true });
    }
  }

  async dispose(): Promise<void> {
    await this.#watch?.dispose();
    for (const recorder of [...this.#recording.values()]) await recorder.close('the console was closed');
    await this.#saveIndex();
  }

  /** A session is gone. */
  #drop(id: string): void {
    this.#forget(id);
    this.removed.emit(id);
  }

  #forget(id: string): void {
    this.#known.delete(id);
    this.#past.forget(id);
    this.#index.forget(id);
    this.forgotten.emit(id);
  }

  #set(summary: SessionSummary): void {
    this.#known.set(summary.id, summary);
    this.#index.note(summary);
    this.changed.emit(summary);
  }

  async #saveIndex(): Promise<void> {
    if (!this.#options.readOnly?.()) await this.#index.save();
  }

  /** The same trouble is told once. */
  #warn(text: string): void {
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    this.#options.onWarning(text);
  }

  /** Looks at a folder that this process does not write; true when it must be looked at again. Never rejects. */
  async #look(name: string): Promise<boolean> {
    const { clock, pid } = this.#options;
    const known = () => this.#known.get(name);
    const isRecording = () => this.#recording.has(name);
    if (isRecording()) return false;
    const context = { known, isRecording, clock, pid, onWarning: (text: string) => this.#warn(text) };
    const looked = await lookAtFolder(this.folder(name), name, context);
    if (looked.is === 'gone') this.#drop(name);
    else if (looked.is === 'session' && JSON.stringify(looked.summary) !== JSON.stringify(known())) {
      this.#set(looked.summary);
    }
    return looked.lookAgain;
  }
}
