/**
 * settings.json of the data folder, as it is now. A change is checked, tried, and saved at once; it can be undone; and
 * one that somebody makes in an editor counts as soon as it is saved. A file that cannot be used changes nothing: the
 * settings before it go on counting, and the problem is told.
 */
import { watch } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../shared/lib/clock.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { changed, type DocumentPath, type JsonValue, pathWords } from '../../../shared/settings/document.ts';
import { parseSettings, type ReadSettings, readDocument, type Settings } from '../../../shared/settings/settings.ts';
import { replaceFile } from '../replace-file.ts';

export type SettingsCode = 'bad-settings' | 'not-applied' | 'unwritable';

/** What must work before a change is saved, such as listening on another port. */
export type ApplySettings = (next: Settings, before: Settings) => Promise<Result<unknown>>;

export type SettingsStoreOptions = { dataDir: string; clock: Clock };

/** An editor may write a file in several steps: it is read when it has been quiet for this long. */
const SETTLE_MS = 100;
const MOST_UNDOS = 50;

export class SettingsStore {
  readonly changed = new Emitter<void>();
  readonly file: string;
  readonly #dataDir: string;
  readonly #clock: Clock;
  readonly #before: { document: ReadSettings['document']; what: string }[] = [];
  readonly #appliers: ApplySettings[] = [];
  #read: ReadSettings;
  #problem: string | undefined;
  #working: Promise<unknown> = Promise.resolve();
  #stopWatching: () => void = () => undefined;

  private constructor({ dataDir, clock }: SettingsStoreOptions, file: string, read: ReadSettings) {
    this.#dataDir = dataDir;
    this.#clock = clock;
    this.file = file;
    this.#read = read;
  }

  /** The defaults where there is no file. A file that cannot be used is no reason to guess: it is a failure. */
  static async open(options: SettingsStoreOptions): Promise<Result<SettingsStore, 'bad-settings'>> {
    const file = join(options.dataDir, 'settings.json');
    const read = await readSettingsFile(file);
    return read.ok ? ok(new SettingsStore(options, file, read.value)) : read;
  }

  get current(): Settings {
    return this.#read.settings;
  }

  /** What the file says, also where the console does not know it. */
  get document(): ReadSettings['document'] {
    return this.#read.document;
  }

  get unknown(): readonly string[] {
    return this.#read.unknown;
  }

  /** Why the file, as it is now, does not count. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** What `undo` would take back; undefined: nothing. */
  get undoable(): string | undefined {
    return this.#before.at(-1)?.what;
  }

  /** `apply` is tried before a change counts; where it fails, nothing is changed. */
  applyWith(apply: ApplySettings): void {
    this.#appliers.push(apply);
  }

  /** Notices changes that others make, until `dispose`. A file that cannot be watched is told in `problem`. */
  async watch(): Promise<void> {
    await mkdir(this.#dataDir, { recursive: true, mode: 0o700 });
    let cancel: () => void = () => undefined;
    const watcher = watch(this.#dataDir, (_event, name) => {
      if (name !== 'settings.json') return;
      cancel();
      cancel = this.#clock.after(SETTLE_MS, () => void this.#alone(() => this.#readAgain()));
    });
    watcher.on('error', error => {
      this.#tell(`Changes of ${this.file} by others are not noticed: ${error.message}.`);
    });
    this.#stopWatching = () => {
      cancel();
      watcher.close();
    };
  }

  /** Sets `value` at `path`, or takes it away (undefined): the default counts again. */
  change(path: DocumentPath, value: JsonValue | undefined): Promise<Result<Record<string, never>, SettingsCode>> {
    return this.#alone(async () => {
      const upToDate = await this.#upToDate();
      if (!upToDate.ok) return upToDate;
      const next = readDocument(changed(this.#read.document, path, value));
      if (!next.ok) return fail('bad-settings', sentence(next.error.message));
      const added = next.value.unknown.find(place => !this.#read.unknown.includes(place));
      if (added !== undefined) return fail('bad-settings', `There is no setting "${added}".`);
      return this.#replace(next.value, { document: this.#read.document, what: pathWords(path) });
    });
  }

  /** Takes the newest change back. Nothing happens where there is none. */
  undo(): Promise<Result<Record<string, never>, SettingsCode>> {
    return this.#alone(async () => {
      const last = this.#before.at(-1);
      if (!last) return ok({});
      const upToDate = await this.#upToDate();
      if (!upToDate.ok) return upToDate;
      if (this.#before.at(-1) !== last) {
        return fail('not-applied', `${this.file} was changed meanwhile, and counts now: undo takes that back first.`);
      }
      const read = readDocument(last.document);
      if (!read.ok) return fail('bad-settings', sentence(read.error.message));
      const undone = await this.#replace(read.value, undefined);
      if (undone.ok) {
        this.#before.pop();
        this.changed.emit();
      }
      return undone;
    });
  }

  async dispose(): Promise<void> {
    this.#stopWatching();
    await this.#working;
  }

  /** One change after another: each begins with what the one before has left. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#working.then(work);
    this.#working = done.catch(() => undefined);
    return done;
  }

  async #replace(
    next: ReadSettings,
    before: { document: ReadSettings['document']; what: string } | undefined,
  ): Promise<Result<Record<string, never>, SettingsCode>> {
    const applied = await this.#apply(next.settings);
    if (!applied.ok) return applied;
    try {
      await replaceFile(this.file, textOf(next));
    } catch (error) {
      await this.#apply(this.current, next.settings);
      return fail('unwritable', `${this.file} cannot be written: ${(error as Error).message}. Nothing was changed.`);
    }
    this.#take(next, before);
    return ok({});
  }

  async #apply(next: Settings, before = this.current): Promise<Result<Record<string, never>, 'not-applied'>> {
    for (const apply of this.#appliers) {
      const applied = await apply(next, before);
      if (!applied.ok) return fail('not-applied', applied.error.message);
    }
    return ok({});
  }

  #take(next: ReadSettings, before: { document: ReadSettings['document']; what: string } | undefined): void {
    if (before) this.#before.push(before);
    if (this.#before.length > MOST_UNDOS) this.#before.shift();
    this.#read = next;
    this.#problem = undefined;
    this.changed.emit();
  }

  /**
   * A change begins with what the file says now, also where that was not noticed yet. What stands in a file that cannot
   * count may be somebody's work of an hour: it is not written over.
   */
  async #upToDate(): Promise<Result<Record<string, never>, SettingsCode>> {
    const read = await readSettingsFile(this.file);
    const overwrites = 'Correct the file first: this change would overwrite it.';
    if (!read.ok) return fail('bad-settings', `${read.error.message} ${overwrites}`);
    if (textOf(read.value) === textOf(this.#read)) return ok({});
    const taken = await this.#takeFile(read.value);
    return taken.ok ? ok({}) : fail('not-applied', `${taken.error.message} ${overwrites}`);
  }

  /** Somebody else has written the file, or removed it. */
  async #readAgain(): Promise<void> {
    const read = await readSettingsFile(this.file);
    if (!read.ok) {
      this.#tell(`${read.error.message} The settings before it go on counting.`);
      return;
    }
    if (textOf(read.value) === textOf(this.#read)) {
      if (this.#problem !== undefined) this.#tell(undefined);
      return;
    }
    await this.#takeFile(read.value);
  }

  /** Carries out what somebody else has written; where that cannot be done, says so. */
  async #takeFile(read: ReadSettings): Promise<Result<Record<string, never>, 'not-applied'>> {
    const applied = await this.#apply(read.settings);
    if (applied.ok) {
      this.#take(read, { document: this.#read.document, what: 'the change in the file' });
      return ok({});
    }
    const words = `${this.file} was changed, but that cannot count: ${applied.error.message}`;
    this.#tell(words);
    return fail('not-applied', words);
  }

  #tell(problem: string | undefined): void {
    this.#problem = problem;
    this.changed.emit();
  }
}

async function readSettingsFile(file: string): Promise<Result<ReadSettings, 'bad-settings'>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return parseSettings('{}');
    return fail('bad-settings', `The settings ${file} cannot be read: ${(error as Error).message}.`);
  }
  const parsed = parseSettings(text);
  return parsed.ok ? parsed : fail('bad-settings', `The settings ${file} cannot be used: ${parsed.error.message}.`);
}

function textOf({ document }: ReadSettings): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** A failure's words as a sentence of its own: `at server.port: too big` becomes `server.port: too big.` */
function sentence(words: string): string {
  return `${words.replace(/^at /, '').replace(/\.$/, '')}.`;
}

/** What the user must hear of the settings' file. */
export function settingsWarnings({ file, problem, unknown }: SettingsStore): string[] {
  const [first, ...more] = unknown;
  const ignored =
    first !== undefined &&
    `${file} has a field that the console does not know, and that does nothing: ${first}${more.length > 0 ? ` (and ${more.length} more)` : ''}.`;
  return [...(ignored ? [ignored] : []), ...(problem !== undefined ? [problem] : [])];
}
