/**
 * The pairs that the server accepts, as they are now: shown, added, made anew and removed while it runs. What changes
 * here counts from the next upgrade on; calls in progress go on.
 */
import { readFile } from 'node:fs/promises';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { replaceFile } from '../replace-file.ts';
import {
  type AcceptedCredentials,
  accepted,
  type Credentials,
  checkCredentials,
  credentialsFile,
  loadCredentials,
  makePair,
  OWN,
  parseCredentials,
} from './credentials.ts';

type Pairs = readonly [AcceptedCredentials, ...AcceptedCredentials[]];
type Others = readonly AcceptedCredentials[];

/** Why a change was not made. `fixed`: the pair was given on the command line. */
export type CredentialsCode = 'bad-credentials' | 'name-taken' | 'no-such-credentials' | 'fixed' | 'unwritable';

export type NewCredentials = {
  readonly name: string;
  readonly policy: AcceptedCredentials['policy'];
  /** As another system made it; undefined: a new pair is made. */
  readonly pair?: Credentials | undefined;
};

/** What the other pairs, and the own one where it changes, become; `made` is what the person gets to see. */
type MakeChange = (
  others: Others,
  own: AcceptedCredentials,
) => Result<{ own?: Credentials; others: Others; made: Credentials }, CredentialsCode>;

export class CredentialsStore {
  readonly changed = new Emitter<void>();
  readonly #file: string | undefined;
  readonly #ids: Ids;
  #pairs: Pairs;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(file: string | undefined, pairs: Pairs, ids: Ids) {
    this.#file = file;
    this.#pairs = pairs;
    this.#ids = ids;
  }

  /** Those of the data folder; the first pair is made where there is none. */
  static async open(dataDir: string, ids: Ids): Promise<Result<CredentialsStore, 'unreadable'>> {
    const loaded = await loadCredentials(dataDir, ids);
    return loaded.ok ? ok(new CredentialsStore(credentialsFile(dataDir), loaded.value, ids)) : loaded;
  }

  /** One pair that was given for this run, and that cannot be changed in it. */
  static fixed(pair: Credentials, ids: Ids): CredentialsStore {
    return new CredentialsStore(undefined, [accepted(pair, 'the command line')], ids);
  }

  /** Every pair that is accepted now; the first is the console's own. */
  get list(): Pairs {
    return this.#pairs;
  }

  get own(): AcceptedCredentials {
    return this.#pairs[0];
  }

  /** True where the pairs can be changed. */
  get changeable(): boolean {
    return this.#file !== undefined;
  }

  /** @returns the pair, made or given */
  add({ name, policy, pair }: NewCredentials): Promise<Result<Credentials, CredentialsCode>> {
    const made = pair ?? { ...makePair(this.#ids), ...(policy === 'key-only' && { clientSecret: '' }) };
    const wanted = name.trim();
    return this.#change(others => {
      if (wanted === '') return fail('bad-credentials', 'The pair needs a name, such as that of its integration.');
      if (wanted === OWN || others.some(one => one.name === wanted)) {
        return fail(
          'name-taken',
          `There is a pair named "${wanted}" already: take another name, or make that one anew.`,
        );
      }
      const clash = this.#pairs.find(one => one.apiKey === made.apiKey);
      if (clash)
        return fail('bad-credentials', `This API key is that of "${clash.name}" already: a key names one pair.`);
      const checked = checkCredentials(made);
      if (!checked.ok) return checked;
      if (policy !== 'key-only' && made.clientSecret === '') {
        return fail('bad-credentials', 'Without a client secret nothing is signed: the policy can only be "key-only".');
      }
      return ok({ others: [...others, { ...made, name: wanted, policy }], made });
    });
  }

  /** Makes a pair anew. The old one is refused from the next upgrade on. @returns the new pair */
  regenerate(name: string): Promise<Result<Credentials, CredentialsCode>> {
    return this.#change((others, own) => {
      const old = [own, ...others].find(one => one.name === name);
      if (!old) return missing(name);
      const made = { ...makePair(this.#ids), ...(old.clientSecret === '' && { clientSecret: '' }) };
      if (name === OWN) return ok({ own: made, others, made });
      return ok({ others: others.map(one => (one.name === name ? { ...one, ...made } : one)), made });
    });
  }

  /** The console's own pair stays: without it, its own calls would be refused. */
  async remove(name: string): Promise<Result<Record<string, never>, CredentialsCode>> {
    if (name === OWN && this.changeable) {
      return fail('fixed', "The console's own pair cannot be removed, only made anew: its own calls need it.");
    }
    const removed = await this.#change(others => {
      const gone = others.find(one => one.name === name);
      return gone ? ok({ others: others.filter(one => one !== gone), made: gone }) : missing(name);
    });
    return removed.ok ? ok({}) : removed;
  }

  /** Both values of a pair, for its owner's eyes. */
  reveal(name: string): Result<Credentials, 'no-such-credentials'> {
    const found = this.#pairs.find(one => one.name === name);
    return found ? ok({ apiKey: found.apiKey, clientSecret: found.clientSecret }) : missing(name);
  }

  /** One change after another, each on the file as it is now: an editor or another console may have changed it. */
  #change(make: MakeChange): Promise<Result<Credentials, CredentialsCode>> {
    const change = this.#writing.then(() => this.#changeNow(make));
    this.#writing = change.catch(() => undefined);
    return change;
  }

  async #changeNow(make: MakeChange): Promise<Result<Credentials, CredentialsCode>> {
    const file = this.#file;
    if (!file) {
      return fail(
        'fixed',
        'The pair of this run was given on the command line or in the environment: start without it.',
      );
    }
    try {
      const text = await readFile(file, 'utf8');
      const now = parseCredentials(text, file);
      if (!now.ok) return fail('unwritable', now.error.message);
      const [own, ...others] = now.value;
      const next = make(others, own);
      if (!next.ok) return next;
      const document = { ...JSON.parse(text), ...next.value.own, others: next.value.others };
      const written = `${JSON.stringify(document, null, 2)}\n`;
      const pairs = parseCredentials(written, file);
      if (!pairs.ok) return fail('bad-credentials', pairs.error.message);
      await replaceFile(file, written);
      this.#pairs = pairs.value;
      this.changed.emit();
      return ok({ apiKey: next.value.made.apiKey, clientSecret: next.value.made.clientSecret });
    } catch (error) {
      return fail('unwritable', `${file} cannot be changed: ${(error as Error).message}.`);
    }
  }
}

function missing(name: string) {
  return fail('no-such-credentials', `There is no pair named "${name}" any more.`);
}
