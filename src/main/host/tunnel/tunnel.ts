/**
 * The tunnel of the console.
 *
 * Threat model: while it is open, everybody can reach the AudioHook server, and nothing else of this machine: the page and
 * its contract listen elsewhere, and the relay leads to the server's port alone. The server itself is made for it (see
 * audiohook-server.ts). It is never opened without being asked, is shown in the top bar while it is open, and ends with the
 * console.
 */
import type { Clock } from '../../../shared/lib/clock.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { TunnelProblem, TunnelState } from '../../../shared/tunnel/tunnel-state.ts';
import { CountingRelay } from './counting-relay.ts';
import type { OpenTunnel, TunnelDriver, TunnelOptions } from './tunnel-driver.ts';

/** Between tries: doubles from the first to the last, ms. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

export type TunnelDeps = {
  driver: TunnelDriver;
  clock: Clock;
  /** Where the server listens now; undefined: nowhere. */
  target(): { host: string; port: number } | undefined;
};

export class Tunnel {
  readonly changed = new Emitter<void>();
  readonly #deps: TunnelDeps;
  #state: TunnelState = { state: 'off' };
  #relay: CountingRelay | undefined;
  #open: OpenTunnel | undefined;
  #cancelWait: () => void = () => undefined;
  /** Another one for each start: what an earlier one still brings about counts no more. */
  #run = 0;

  constructor(deps: TunnelDeps) {
    this.#deps = deps;
  }

  get state(): TunnelState {
    const traffic = this.#relay?.traffic;
    return this.#state.state === 'open' && traffic ? { ...this.#state, traffic } : this.#state;
  }

  /** Opens it; resolves when it is open, or with the first failure, after which it may go on trying. */
  async start(options: TunnelOptions): Promise<TunnelState> {
    const stopping = this.stop();
    const run = this.#run;
    await stopping;
    // Another start, or a stop, came in the meantime: the newest counts.
    if (run !== this.#run) return this.state;
    const relay = new CountingRelay(this.#deps.target);
    const port = await relay.listen();
    if (run !== this.#run) {
      await relay.dispose();
      return this.state;
    }
    this.#relay = relay;
    relay.changed.on(() => this.changed.emit());
    await this.#try(run, port, options, 0);
    return this.state;
  }

  /** Closes it. May be called at any time. */
  async stop(): Promise<void> {
    this.#run += 1;
    this.#cancelWait();
    const [open, relay] = [this.#open, this.#relay];
    this.#open = undefined;
    this.#relay = undefined;
    this.#set({ state: 'off' });
    await close(open);
    await relay?.dispose();
  }

  dispose(): Promise<void> {
    return this.stop();
  }

  async #try(run: number, port: number, options: TunnelOptions, tries: number): Promise<void> {
    const { driver } = this.#deps;
    const by = driver.name;
    if (tries === 0) this.#set({ state: 'starting', by });
    const lost = (problem: TunnelProblem) => {
      if (run !== this.#run || this.#state.state !== 'open') return;
      const gone = this.#open;
      this.#open = undefined;
      void close(gone);
      this.#wait(run, port, options, 1, problem);
    };
    const opened = await driver.open(port, options, lost);
    if (run !== this.#run) {
      // Stopped meanwhile: what has just been opened must not stay open.
      if (opened.ok) await close(opened.value);
      return;
    }
    if (opened.ok) {
      this.#open = opened.value;
      this.#set({ state: 'open', by, url: opened.value.url, traffic: { connections: 0, bytesIn: 0, bytesOut: 0 } });
    } else if ('problem' in opened && opened.final) {
      this.#set({ state: 'failed', by, problem: opened.problem });
    } else if ('problem' in opened) this.#wait(run, port, options, tries + 1, opened.problem);
  }

  #wait(run: number, port: number, options: TunnelOptions, tries: number, problem: TunnelProblem): void {
    const { clock, driver } = this.#deps;
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
    this.#set({ state: 'waiting', by: driver.name, problem, tries, nextTryMs: clock.wallMs() + waitMs });
    this.#cancelWait = clock.after(waitMs, () => void this.#try(run, port, options, tries));
  }

  #set(state: TunnelState): void {
    if (state.state === 'off' && this.#state.state === 'off') return;
    this.#state = state;
    this.changed.emit();
  }
}

/** A tunnel that is lost already cannot be closed in an orderly way; then there is nothing to close. */
async function close(open: OpenTunnel | undefined): Promise<void> {
  try {
    await open?.close();
  } catch {
    // The other side is gone, and the endpoint with it.
  }
}
