/** The AudioHook server and its state as the page shows it: a second try after a port was in use, another address. */
import type { ServerState } from '../../../shared/contract/status-contract.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { removeOwnAddress, writeOwnAddress } from '../settings/own-address.ts';
import { type Address, AudioHookServer, type AudioHookServerOptions } from './audiohook-server.ts';

export type ListenerOptions = AudioHookServerOptions & {
  dataDir: string;
  pid: number;
  /** Why it must not listen, in a sentence; undefined where it may. */
  readOnly(): string | undefined;
  /** The server of one command: it is not where this data folder's console listens. */
  isGuest?: boolean;
};

type Listened = Result<{ url: string }, 'cannot-listen'>;

export class Listener {
  readonly changed = new Emitter<void>();
  readonly #options: ListenerOptions;
  #state: ServerState = { state: 'starting' };
  #server: AudioHookServer | undefined;
  /** Servers of former addresses, on which calls are still in progress. */
  readonly #retiring = new Set<AudioHookServer>();
  #listening: Promise<Listened> | undefined;
  #moving: Promise<unknown> = Promise.resolve();

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Asked twice at once, it listens once, and both get the answer. */
  listen(address: Address): Promise<Listened> {
    this.#listening ??= this.#listen(address).finally(() => {
      this.#listening = undefined;
    });
    return this.#listening;
  }

  async listenOnFreePort(): Promise<Result<{ url: string }, 'already-listening' | 'cannot-listen'>> {
    if (this.#state.state === 'listening') {
      return fail('already-listening', `The AudioHook server listens already, at ${this.#state.url}.`);
    }
    const host = this.#state.state === 'failed' ? this.#state.host : '127.0.0.1';
    return this.listen({ host, port: 0 });
  }

  /**
   * Listens at another address instead. Calls in progress go on to their own end. Where it cannot listen it stays where it
   * was.
   */
  move(to: Address): Promise<Listened> {
    const moved = this.#move(to);
    this.#moving = moved;
    return moved;
  }

  async #move(to: Address): Promise<Listened> {
    await this.#listening;
    const old = this.#state;
    const before = this.#server;
    if (!before || old.state !== 'listening') return this.listen(to);
    const next = new AudioHookServer(this.#options);
    // The same port on another host cannot be had twice at once.
    const samePort = old.port === to.port;
    if (samePort) this.#retire(before);
    const moved = await next.listen(to);
    if (moved.ok) {
      if (!samePort) this.#retire(before);
      return this.#took(next, to, moved.value.url);
    }
    if (samePort) await this.listen({ host: old.host, port: old.port });
    return moved;
  }

  /** Takes no more calls, and says why; those in progress go on to their own end. */
  async giveUp(why: string): Promise<void> {
    await this.#moving;
    await this.#listening;
    const { state } = this.#state;
    if (this.#server && state === 'listening') this.#retire(this.#server);
    const { host, port } = this.#state.state === 'starting' ? { host: '127.0.0.1', port: 0 } : this.#state;
    this.#set({ state: 'failed', host, port, reason: why });
  }

  /** Ends the calls and stops listening. */
  async dispose(): Promise<void> {
    await this.#moving;
    await this.#listening;
    await Promise.all([this.#server, ...this.#retiring].map(server => server?.dispose()));
    if (!this.#options.isGuest) await removeOwnAddress(this.#options.dataDir, this.#options.pid);
  }

  #retire(server: AudioHookServer): void {
    if (this.#retiring.has(server)) return;
    this.#retiring.add(server);
    void server.retire().then(() => this.#retiring.delete(server));
  }

  async #listen(address: Address): Promise<Listened> {
    const readOnly = this.#options.readOnly();
    if (readOnly !== undefined) return this.#mayNot(address, readOnly);
    const server = new AudioHookServer(this.#options);
    const result = await server.listen(address);
    if (result.ok) return this.#took(server, address, result.value.url);
    this.#set({ state: 'failed', ...address, reason: result.error.message });
    return result;
  }

  #mayNot({ host, port }: Address, why: string): Listened {
    this.#set({ state: 'failed', host, port, reason: why });
    return fail('cannot-listen', why);
  }

  async #took(server: AudioHookServer, { host, port }: Address, url: string): Promise<Listened> {
    const readOnly = this.#options.readOnly();
    if (readOnly !== undefined) {
      // The data folder was lost while the server began to listen: the address in it is the other console's.
      this.#retire(server);
      return this.#mayNot({ host, port }, readOnly);
    }
    const { dataDir, pid, isGuest } = this.#options;
    this.#server = server;
    this.#set({ state: 'listening', url, host, port: server.port ?? port });
    if (!isGuest) await writeOwnAddress(dataDir, url, pid);
    return ok({ url });
  }

  #set(state: ServerState): void {
    this.#state = state;
    this.changed.emit();
  }
}
