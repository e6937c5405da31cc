/**
 * Events of sessions that this process does not record, read once for all who want them: the log, the sound, the
 * latencies. The newest few are kept, because a person goes back and forth between them.
 */
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import { EventsReader } from './events-reader.ts';
import { whatIsMissing } from './what-is-missing.ts';

/** Sessions and events that are kept at most; the newest session is kept however long it is. */
const MOST_SESSIONS = 6;
const MOST_EVENTS = 250_000;

type Reading = Promise<Result<readonly SessionEvent[], 'unreadable'>>;

export class PastEvents {
  readonly #folderOf: (id: string) => string;
  readonly #summaryOf: (id: string) => SessionSummary | undefined;
  readonly #known = new Map<string, Past>();

  constructor(folderOf: (id: string) => string, summaryOf: (id: string) => SessionSummary | undefined) {
    this.#folderOf = folderOf;
    this.#summaryOf = summaryOf;
  }

  /** @param isLive more may be added to the file: it is looked at again, from where it ended */
  of(id: string, isLive: boolean): { past: Past; reading: Reading } {
    const past = this.#known.get(id) ?? new Past(this.#folderOf(id), () => this.#summaryOf(id));
    this.#known.delete(id);
    this.#known.set(id, past);
    this.#forgetOld();
    const reading = past.read(isLive);
    void reading.then(result => {
      if (!result.ok) this.forget(id);
    });
    return { past, reading };
  }

  forget(id: string): void {
    this.#known.delete(id);
  }

  #forgetOld(): void {
    let events = 0;
    let sessions = 0;
    for (const [id, past] of [...this.#known].reverse()) {
      events += past.events.length;
      sessions += 1;
      if (sessions > 1 && (sessions > MOST_SESSIONS || events > MOST_EVENTS)) this.#known.delete(id);
    }
  }
}

export class Past {
  /** `events` has grown. */
  readonly grown = new Emitter<void>();
  readonly #folder: string;
  readonly #summary: () => SessionSummary | undefined;
  readonly #reader: EventsReader;
  #missing: readonly string[] = [];
  #reading: Reading | undefined;
  #whole = false;

  constructor(folder: string, summary: () => SessionSummary | undefined) {
    this.#folder = folder;
    this.#summary = summary;
    this.#reader = new EventsReader(folder);
  }

  get events(): readonly SessionEvent[] {
    return this.#reader.events;
  }

  /** What cannot be read of it, and what is not there, in sentences. */
  get damage(): readonly string[] {
    return [...this.#reader.damage, ...this.#missing];
  }

  /** All events; asked while it reads, it reads once. */
  read(isLive: boolean): Reading {
    if (this.#whole) return Promise.resolve(ok(this.events));
    this.#reading ??= this.#read(isLive).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(isLive: boolean): Reading {
    const read = await this.#reader.readOn(!isLive, () => this.grown.emit());
    if (!read.ok) return read;
    const summary = this.#summary();
    if (!isLive && summary) this.#missing = await whatIsMissing(this.#folder, summary, this.events);
    this.#whole = !isLive;
    return ok(this.events);
  }
}
