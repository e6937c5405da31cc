/**
 * The secrets with which the console proves itself to others: the OpenAI key, the ngrok token. What was typed or kept here
 * counts before the environment's. A value leaves this place only to be used: never to the page, a capture or a log.
 */
import { SECRET_NAMES, type SecretName, type SecretsState } from '../../../shared/contract/settings-contract.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';

/** Keeps secrets from start to start: the desktop's keychain, or a file that only its owner can read. */
export type SecretKeeper = {
  /** In words: "the keychain of this computer". */
  readonly where: string;
  /** The system encrypts what is kept. */
  readonly safe: boolean;
  /** All that is kept, by name. @throws with a sentence */
  read(): Promise<Readonly<Record<string, string>>>;
  /** Keeps just these. @throws with a sentence */
  write(all: Readonly<Record<string, string>>): Promise<void>;
};

/** Where each comes from when nobody typed or kept one. */
export const SECRET_VARIABLES: Readonly<Record<SecretName, string>> = {
  'openai-key': 'OPENAI_API_KEY',
  'ngrok-authtoken': 'NGROK_AUTHTOKEN',
};

/** What can stand in a header: no space, no line end, nothing that an editor put in. */
const PRINTABLE = /^[\x21-\x7e]+$/;

export class Secrets {
  readonly changed = new Emitter<SecretName>();
  readonly #keeper: SecretKeeper;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #typed = new Map<SecretName, string>();
  #kept: Readonly<Record<string, string>> = {};

  constructor(keeper: SecretKeeper, env: Readonly<Record<string, string | undefined>>) {
    this.#keeper = keeper;
    this.#env = env;
  }

  /** Reads what is kept. A failure is no reason not to start: it is told, and the environment's count. */
  async open(): Promise<Result<Record<string, never>, 'unreadable'>> {
    try {
      this.#kept = await this.#keeper.read();
      return ok({});
    } catch (error) {
      return fail('unreadable', `The secrets in ${this.#keeper.where} cannot be read: ${(error as Error).message}`);
    }
  }

  get(name: SecretName): string | undefined {
    return this.#typed.get(name) ?? this.#kept[name] ?? (this.#env[SECRET_VARIABLES[name]] || undefined);
  }

  get state(): SecretsState {
    const { where, safe } = this.#keeper;
    const secrets = SECRET_NAMES.map(name => ({ name, from: this.#from(name), variable: SECRET_VARIABLES[name] }));
    return { secrets, keeper: { where, safe } };
  }

  async set(
    name: SecretName,
    value: string,
    keep: boolean,
  ): Promise<Result<Record<string, never>, 'bad-secret' | 'not-kept'>> {
    const secret = value.trim();
    if (!PRINTABLE.test(secret)) {
      return fail(
        'bad-secret',
        'A key is one word of letters, digits and signs: copy it again, without spaces or line ends.',
      );
    }
    const kept = await this.#keep(name, keep ? secret : undefined);
    if (!kept.ok) return kept;
    if (keep) this.#typed.delete(name);
    else this.#typed.set(name, secret);
    this.changed.emit(name);
    return ok({});
  }

  async forget(name: SecretName): Promise<Result<Record<string, never>, 'not-kept'>> {
    const kept = await this.#keep(name, undefined);
    if (!kept.ok) return kept;
    this.#typed.delete(name);
    this.changed.emit(name);
    return ok({});
  }

  /** Keeps this one, or none of this name, beside what is kept now: another console may have kept some. */
  async #keep(name: SecretName, secret: string | undefined): Promise<Result<Record<string, never>, 'not-kept'>> {
    const { where } = this.#keeper;
    let kept: Readonly<Record<string, string>>;
    try {
      kept = await this.#keeper.read();
    } catch (error) {
      // What is typed for this run alone needs no place to be kept.
      if (secret === undefined && this.#kept[name] === undefined) return ok({});
      const why = (error as Error).message;
      return fail('not-kept', `Nothing is changed in ${where}: what is kept there cannot be read. ${why}`);
    }
    const { [name]: old, ...others } = kept;
    const all = secret === undefined ? others : { ...others, [name]: secret };
    try {
      if (old !== secret) await this.#keeper.write(all);
      this.#kept = all;
      return ok({});
    } catch (error) {
      return fail('not-kept', `${where} cannot be changed: ${(error as Error).message}`);
    }
  }

  #from(name: SecretName): SecretsState['secrets'][number]['from'] {
    if (this.#typed.has(name)) return 'typed';
    if (this.#kept[name] !== undefined) return 'kept';
    return this.#env[SECRET_VARIABLES[name]] ? 'environment' : 'nowhere';
  }
}
