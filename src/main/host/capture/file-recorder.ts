/** A recorder that appends to a session's folder while the session runs. */
import { join } from 'node:path';
import { PeakPyramid } from '../../../shared/audio/peaks.ts';
import { encodeEvent, HEADER_LINE } from '../../../shared/events/event-log.ts';
import type { AudioRange, NewSessionEvent, SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary, TrackFormat } from '../../../shared/events/session-summary.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { concatBytes } from '../../../shared/lib/concat-bytes.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { countEvent, NOTHING_COUNTED } from '../../../shared/projections/session-summary.ts';
import { clockWords } from '../../../shared/projections/words.ts';
import { SecretMask } from '../../../shared/redaction/mask.ts';
import type { KnownSecret } from '../../../shared/redaction/secret-finder.ts';
import { AppendFile } from './append-file.ts';
import { readEvents } from './events-reader.ts';
import { LiveTrack } from './live-track.ts';
import { writePeaks } from './peaks-file.ts';
import { EVENTS_FILE, readTrack, trackFile, writeSessionFile } from './session-files.ts';
import type { SessionRecorder, SummaryFacts } from './session-recorder.ts';
import { SOUND_INDEX_FILE, SoundIndexEncoder } from './sound-index.ts';

/** Two flushes fit into the second that a crash may cost at most. */
const FLUSH_MS = 400;
/** session.json is rewritten at least this often while the session is live: a sign that its writer lives. */
const SIGN_OF_LIFE_MS = 2_000;
/** Events that are kept in memory, once they are on disk: those of a quarter of an hour or more. */
const KEPT_EVENTS = 10_000;

export type FileRecorderOptions = {
  folder: string;
  summary: SessionSummary;
  /** Values that must never appear. */
  secrets: readonly KnownSecret[];
  clock: Clock;
  pid: number;
  /** Its folder could not be made: nothing is recorded from the beginning. */
  unrecorded: boolean;
  /** Called once when the disk refuses: from then on the call goes on unrecorded. */
  onDiskFailure(error: Error, recorder: FileRecorder): void;
};

export class FileRecorder implements SessionRecorder {
  readonly id: string;
  /** The newest events, all of a session that is not very long; those before `firstN` are in its file alone. */
  readonly events: SessionEvent[] = [];
  readonly appended = new Emitter<SessionEvent>();
  readonly changed = new Emitter<SessionSummary>();
  /** Just before it closes: the last time to update the summary. */
  readonly closing = new Emitter<void>();
  readonly #options: FileRecorderOptions;
  readonly #startedMs: number;
  readonly #log: AppendFile;
  readonly #tracks = new Map<string, AppendFile>();
  readonly #live = new Map<string, LiveTrack>();
  /** Of the tracks that are drawn: kept beside them when the session ends. */
  readonly #peaks = new Map<string, PeakPyramid>();
  /** Where the sound lies: kept beside the events, and ended with the session. */
  readonly #sound = new SoundIndexEncoder();
  readonly #soundIndex: AppendFile;
  readonly #mask = new SecretMask();
  readonly #stopFlushing: () => void;
  /** How many events were appended. */
  #count = 0;
  #summary: SessionSummary;
  #writtenSummary: SessionSummary | undefined;
  #writtenAtMs = 0;
  #flushing: Promise<void> = Promise.resolve();
  /** What was on disk when it refused. */
  #recordedUntil: SessionSummary | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: FileRecorderOptions) {
    this.#options = options;
    this.id = options.summary.id;
    for (const { name, value } of options.secrets) this.#mask.hide(name, value);
    this.#summary = this.#mask.apply(options.summary);
    this.#startedMs = options.clock.monotonicMs();
    this.#log = new AppendFile(join(options.folder, EVENTS_FILE));
    this.#log.append(Buffer.from(HEADER_LINE));
    this.#soundIndex = new AppendFile(join(options.folder, SOUND_INDEX_FILE));
    this.#soundIndex.append(this.#sound.head());
    if (options.unrecorded) this.#stopRecording(this.#summary);
    this.#stopFlushing = options.clock.every(FLUSH_MS, () => this.#flush());
    this.#flush();
  }

  get summary(): SessionSummary {
    return this.#summary;
  }

  get folder(): string {
    return this.#options.folder;
  }

  /** Number of the first event that is kept in memory. */
  get firstN(): number {
    return this.#count - this.events.length;
  }

  /** Until when it is on disk, where the disk refused; else until when it was last written, ms. */
  get recordedMs(): number {
    return (this.#recordedUntil ?? this.#writtenSummary)?.durationMs ?? 0;
  }

  /** What memory holds for the disk to take, bytes. */
  get waitingBytes(): number {
    return [...this.#files, this.#soundIndex].reduce((sum, file) => sum + file.waitingBytes, 0);
  }

  /** What cannot be made again. */
  get #files(): AppendFile[] {
    return [this.#log, ...this.#tracks.values()];
  }

  nowMs(): number {
    return Math.round((this.#options.clock.monotonicMs() - this.#startedMs) * 1000) / 1000;
  }

  append(event: NewSessionEvent): SessionEvent {
    if (this.#closed) throw new Error(`Session ${this.id} is closed: nothing can be appended to it.`);
    const { leg, type, ...rest } = this.#mask.apply(event);
    const whole = { n: this.#count, atMs: this.nowMs(), leg, type, ...rest } as SessionEvent;
    const line = Buffer.from(encodeEvent(whole));
    this.#count += 1;
    this.events.push(whole);
    this.#log.append(line);
    const step = this.#sound.event(whole);
    if (step) this.#soundIndex.append(step);
    this.#change(countEvent(this.#summary, whole, line.length));
    this.appended.emit(whole);
    return whole;
  }

  declareTrack(track: string, format: TrackFormat): void {
    if (this.#tracks.has(track)) return;
    const file = new AppendFile(trackFile(this.#options.folder, track));
    if (this.#recordedUntil) file.abandon();
    this.#tracks.set(track, file);
    this.#live.set(track, new LiveTrack());
    if (format.encoding === 'PCMU') this.#peaks.set(track, new PeakPyramid());
    this.#change({ tracks: { ...this.#summary.tracks, [track]: format } });
  }

  appendAudio(track: string, bytes: Uint8Array): AudioRange {
    const file = this.#tracks.get(track);
    if (!file) throw new Error(`Track "${track}" was not declared.`);
    const range = { track, offset: file.size, bytes: bytes.length };
    file.append(bytes);
    this.#live.get(track)?.append(bytes);
    this.#peaks.get(track)?.append(bytes);
    this.#change({ bytes: this.#summary.bytes + bytes.length });
    return range;
  }

  /** A range of the newest end of a track; shorter where the track is, empty where it lies too far back. */
  readLive(track: string, offset: number, bytes: number): Uint8Array {
    return this.#live.get(track)?.read(offset, bytes) ?? new Uint8Array();
  }

  /**
   * A range of a track while the session is live and its file may lag behind; shorter where the track is, and where the
   * disk refused what memory has let go.
   */
  async readAudio(track: string, offset: number, bytes: number): Promise<Uint8Array> {
    const live = this.#live.get(track);
    if (!live || offset >= live.from) return this.readLive(track, offset, bytes);
    const older = Math.min(bytes, live.from - offset);
    const newer = live.read(live.from, bytes - older);
    const written = await readTrack(this.folder, track, offset, older);
    return written.length < older ? written : concatBytes([written, newer]);
  }

  /**
   * All events so far; a note stands for those that the disk refused and memory has let go.
   * @throws when the file, which has the older ones of a long session, cannot be read
   */
  async allEvents(): Promise<readonly SessionEvent[]> {
    if (this.firstN === 0) return [...this.events];
    const read = await readEvents(this.folder);
    if (!read.ok && !this.#recordedUntil) throw new Error(read.error.message);
    const older = read.ok ? read.value.events.filter(({ n }) => n < this.firstN) : [];
    return [...older, ...this.missingFrom((older.at(-1)?.n ?? -1) + 1), ...this.events];
  }

  /** Where the file ends before event `n`, and memory begins after it: a note in the place of what is in neither. */
  missingFrom(n: number): SessionEvent[] {
    if (n >= this.firstN || !this.#recordedUntil) return [];
    const text = `Events ${n} to ${this.firstN - 1} are missing here: the disk refused them, and memory keeps only the newest.`;
    const atMs = this.events[0]?.atMs ?? this.nowMs();
    return [{ n, atMs, leg: 'console', type: 'note', code: 'events-missing', level: 'warning', text }];
  }

  hideSecret(name: string, value: string): void {
    this.#mask.hide(name, value);
  }

  update(facts: SummaryFacts): void {
    this.#change(this.#mask.apply(facts));
  }

  close(outcome: string): Promise<void> {
    this.#closed ??= this.#close(outcome);
    return this.#closed;
  }

  async #close(outcome: string): Promise<void> {
    this.#stopFlushing();
    this.closing.emit();
    this.#summary = {
      ...this.#summary,
      state: 'ended',
      outcome: this.#mask.apply(outcome),
      // A refused upgrade is over when it is refused, however long a burst of others was waited for.
      durationMs: this.#summary.kind === 'refused' ? this.#summary.durationMs : this.nowMs(),
    };
    this.#flush();
    await this.#flushing;
    for (const file of this.#files) {
      try {
        await file.close();
      } catch (error) {
        this.#fail(error as Error);
      }
    }
    await this.#derived(() => this.#closeSoundIndex());
    if (this.#recordedUntil) this.#summary = await this.#writeLast(this.#recordedUntil);
    else await this.#writePeaks();
    this.changed.emit(this.#summary);
  }

  #change(facts: Partial<SessionSummary>): void {
    this.#summary = { ...this.#summary, ...facts };
    this.changed.emit(this.#summary);
  }

  #flush(): void {
    this.#flushing = this.#flushing.then(async () => {
      if (this.#recordedUntil) {
        this.#letGo(this.#count);
        return;
      }
      try {
        const { clock, folder, pid } = this.#options;
        const summary = this.#summary;
        // Audio first: an event on disk never points at bytes that are not. And session.json last: a session that has
        // ended has all its events.
        for (const [track, file] of this.#tracks) {
          const bytes = file.size;
          await file.flush();
          this.#live.get(track)?.written(bytes);
        }
        const count = this.#count;
        await this.#log.flush();
        await this.#derived(() => this.#soundIndex.flush());
        this.#letGo(count);
        const writtenAtMs = clock.wallMs();
        if (summary !== this.#writtenSummary || writtenAtMs - this.#writtenAtMs >= SIGN_OF_LIFE_MS) {
          const live = summary.state === 'live';
          await writeSessionFile(folder, live ? { ...summary, writerPid: pid, writtenAtMs } : summary);
          this.#writtenSummary = summary;
          this.#writtenAtMs = writtenAtMs;
        }
      } catch (error) {
        this.#fail(error as Error);
      }
    });
  }

  /** Memory does not grow with the call: `count` events are on disk, and older ones are read from there. */
  #letGo(count: number): void {
    if (this.events.length > 2 * KEPT_EVENTS) {
      this.events.splice(0, Math.min(count, this.#count - KEPT_EVENTS) - this.firstN);
    }
  }

  #fail(error: Error): void {
    if (this.#recordedUntil) return;
    this.#stopRecording(this.#writtenSummary ?? { ...this.#summary, ...NOTHING_COUNTED });
    this.#options.onDiskFailure(error, this);
  }

  /** The call goes on, and memory does not grow with it. @param until what is on disk */
  #stopRecording(until: SessionSummary): void {
    this.#recordedUntil = until;
    for (const file of [...this.#files, this.#soundIndex]) file.abandon();
  }

  /** Writes what says where the sound lies. A disk that refuses it costs no more than that: events say the same. */
  async #derived(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch {
      // Cut short, it counts for nothing: whoever opens the session makes it again.
      this.#soundIndex.abandon();
    }
  }

  /** What was written before the disk refused says so, where it can still be said. @returns what counts from now on */
  async #writeLast(recorded: SessionSummary): Promise<SessionSummary> {
    const { folder } = this.#options;
    const outcome = `recorded only until ${clockWords(recorded.durationMs)}: the disk refused`;
    const last: SessionSummary = { ...recorded, state: 'interrupted', outcome };
    try {
      await writeSessionFile(folder, last);
    } catch {
      // It has been said that nothing is recorded any more; who opens the folder later finds an interrupted session.
    }
    return last;
  }

  /** When the events are on disk: it tells by them whose it is. */
  async #closeSoundIndex(): Promise<void> {
    try {
      if (!this.#recordedUntil) this.#soundIndex.append(await this.#sound.end(this.folder, this.#log.size));
    } finally {
      await this.#soundIndex.close();
    }
  }

  async #writePeaks(): Promise<void> {
    try {
      for (const [track, peaks] of this.#peaks) await writePeaks(this.#options.folder, track, peaks);
    } catch {
      // Derived from the track: whoever opens the session makes them again.
    }
  }
}
