/** The AudioHook server and its state as the page shows it, with the second try after a port was in use. */
import type { ServerState } from '../../../shared/contract/status-contract.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { removeOwnAddress, writeOwnAddress } from '../settings/own-address.ts';
import { AudioHookServer, type AudioHookServerOptions } from './audiohook-server.ts';

export type ListenerOptions = AudioHookServerOptions & { dataDir: string; pid: number };

export class Listener {
  readonly changed = new Emitter<void>();
  readonly #options: ListenerOptions;
  #state: ServerState = { state: 'starting' };
  #server: AudioHookServer | undefined;
  #listening: Promise<Result<{ url: string }, 'cannot-listen'>> | undefined;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Asked twice at once, it listens once, and both get the answer. */
  listen(port: number): Promise<Result<{ url: string }, 'cannot-listen'>> {
    this.#listening ??= this.#listen(port).finally(() => {
      this.#listening = undefined;
    });
    return this.#listening;
  }

  async listenOnFreePort(): Promise<Result<{ url: string }, 'already-listening' | 'cannot-listen'>> {
    if (this.#state.state === 'listening') {
      return fail('already-listening', `The AudioHook server listens already, at ${this.#state.url}.`);
    }
    return this.listen(0);
  }

  /** Ends the calls and stops listening. */
  async dispose(): Promise<void> {
    await this.#listening;
    await this.#server?.dispose();
    await removeOwnAddress(this.#options.dataDir, this.#options.pid);
  }

  async #listen(port: number): Promise<Result<{ url: string }, 'cannot-listen'>> {
    const { dataDir, host, pid } = this.#options;
    const server = new AudioHookServer(this.#options);
    const result = await server.listen(port);
    if (!result.ok) {
      this.#set({ state: 'failed', host, port, reason: result.error.message });
      return result;
    }
    this.#server = server;
    this.#set({ state: 'listening', url: result.value.url, host, port: server.port ?? port });
    await writeOwnAddress(dataDir, result.value.url, pid);
    return ok(result.value);
  }

  #set(state: ServerState): void {
    this.#state = state;
    this.changed.emit();
  }
}
