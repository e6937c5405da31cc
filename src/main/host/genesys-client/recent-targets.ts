/** The servers that were called from the call panel: recent-targets.json of the data folder. Nothing secret is kept. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HandlersOf } from '../../../shared/contract/define.ts';
import {
  type RecentTarget,
  recentTargetSchema,
  type recentTargetsContract,
} from '../../../shared/contract/recent-targets-contract.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { replaceFile } from '../replace-file.ts';

/** More are not found again in a list. */
const MOST = 12;

type Options = {
  dataDir: string;
  /** False: the data folder belongs to another console, and what is called is known until this one ends. */
  keeps(): boolean;
  onWarning(text: string): void;
};

export class RecentTargets {
  readonly changed = new Emitter<void>();
  readonly #file: string;
  readonly #options: Options;
  #list: readonly RecentTarget[];
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(options: Options, file: string, list: readonly RecentTarget[]) {
    this.#options = options;
    this.#file = file;
    this.#list = list;
  }

  /** A file that cannot be used is told, and begun anew with the next call. */
  static async open(options: Options): Promise<RecentTargets> {
    const file = join(options.dataDir, 'recent-targets.json');
    try {
      const listed: unknown = JSON.parse(await readFile(file, 'utf8'));
      if (Array.isArray(listed)) {
        const list = listed.flatMap(one => recentTargetSchema.safeParse(one).data ?? []);
        const more = listed.length - list.length;
        if (more > 0) options.onWarning(`${file} has ${entries(more)} that cannot be used: left out.`);
        return new RecentTargets(options, file, list.slice(0, MOST));
      }
      options.onWarning(`${file} is not a list of called servers: the next call begins it anew.`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        options.onWarning(`${file} cannot be used (${(error as Error).message}): the next call begins it anew.`);
      }
    }
    return new RecentTargets(options, file, []);
  }

  /** The last called first. */
  get list(): readonly RecentTarget[] {
    return this.#list;
  }

  /** A server was called. One that cannot be written down is remembered until the console ends, and told. */
  async note(target: string, connectorId: string): Promise<void> {
    const url = withoutSecrets(target);
    if (url === undefined) return;
    const called = { url, connectorId };
    const refused = recentTargetSchema.safeParse(called).error;
    if (refused) {
      const what = refused.issues[0]?.path[0] === 'url' ? 'address' : 'Connector ID';
      this.#options.onWarning(`The ${what} of the called server is too long for the list of recent ones: not kept.`);
      return;
    }
    const written = await this.#replace([called, ...this.#list.filter(one => one.url !== url)]);
    if (!written.ok) this.#options.onWarning(written.error.message);
  }

  forget(url: string): Promise<Result<Record<string, never>, 'unwritable'>> {
    return this.#replace(this.#list.filter(one => one.url !== url));
  }

  /** Waits for what is being written. */
  async dispose(): Promise<void> {
    await this.#writing;
  }

  get handlers(): HandlersOf<typeof recentTargetsContract> {
    return {
      recentTargets: (_input, sink) => {
        sink.send([...this.#list]);
        sink.onCancel(this.changed.on(() => sink.send([...this.#list])));
      },
      forgetTarget: ({ url }) => this.forget(url),
    };
  }

  #replace(next: readonly RecentTarget[]): Promise<Result<Record<string, never>, 'unwritable'>> {
    this.#list = next.slice(0, MOST);
    this.changed.emit();
    if (!this.#options.keeps()) return Promise.resolve(ok({}));
    // One after another, each with what is newest by then.
    const written = this.#writing.then(async () => {
      try {
        await replaceFile(this.#file, `${JSON.stringify(this.#list, null, 2)}\n`);
        return ok({});
      } catch (error) {
        return fail('unwritable', `${this.#file} cannot be written: ${(error as Error).message}.`);
      }
    });
    this.#writing = written;
    return written;
  }
}

function entries(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}

/** An address as it may be kept: what people put secrets into is left out. Undefined for what is no address. */
export function withoutSecrets(target: string): string | undefined {
  const url = URL.parse(target);
  return url ? `${url.protocol}//${url.host}${url.pathname}` : undefined;
}
