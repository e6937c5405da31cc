/** The relays of this console: at most one of each kind. */
import type { RunningRelay } from '../../../shared/contract/relay-contract.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import { maskTarget } from '../../../shared/redaction/mask.ts';
import type { RelayKind } from '../../../shared/relay/relay-kind.ts';
import { type Credentials, checkCredentials } from '../settings/credentials.ts';
import { atTheSameTime, joinSessions } from './join-sessions.ts';
import { Relay, type RelayOptions } from './relay.ts';
import { parseTarget } from './relay-target.ts';

export type RelayRequest = {
  kind: RelayKind;
  /** As typed. */
  to: string;
  /** Default: loopback. */
  host?: string | undefined;
  port: number;
  credentials?: Credentials | undefined;
  targetHost?: boolean | undefined;
};

type Deps = Pick<RelayOptions, 'store' | 'clock' | 'ids'> & {
  /** One sentence for the user. */
  onWarning(text: string): void;
};

type StartFailure = 'bad-target' | 'bad-credentials' | 'cannot-listen';

export class Relays {
  readonly changed = new Emitter<void>();
  readonly #deps: Deps;
  readonly #running = new Map<RelayKind, { relay: Relay; shown: RunningRelay }>();

  readonly #sinceMs: number;
  readonly #stopJoining: () => void;
  /** Pairs of recordings that were tried by this console, and calls that are joined. */
  readonly #tried = new Set<string>();
  readonly #joined = new Set<string>();
  #starting: Promise<void> = Promise.resolve();
  #joining: Promise<void> = Promise.resolve();

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#sinceMs = deps.clock.wallMs();
    this.#stopJoining = deps.store.changed.on(session => this.#onChanged(session));
  }

  get running(): RunningRelay[] {
    return [...this.#running.values()].map(({ shown }) => shown);
  }

  /** Starts one; a relay of the kind that runs already is ended first. */
  start(request: RelayRequest): Promise<Result<RunningRelay, StartFailure>> {
    // Two at once would each end what ran, and only one of them be known.
    const started = this.#starting.then(() => this.#start(request));
    this.#starting = started.then(() => undefined);
    return started;
  }

  async #start(request: RelayRequest): Promise<Result<RunningRelay, StartFailure>> {
    const { kind, host = '127.0.0.1', port, credentials, targetHost } = request;
    const to = parseTarget(request.to);
    if (!to.ok) return to;
    if (credentials) {
      const checked = checkCredentials(credentials);
      if (!checked.ok) return checked;
    }
    await this.stop(kind);
    const relay = new Relay({ kind, to: to.value, credentials, targetHost, ...this.#deps });
    const listening = await relay.listen(host, port);
    if (!listening.ok) return listening;
    const shown: RunningRelay = {
      kind,
      url: listening.value.url,
      to: maskTarget(to.value.href),
      signature: kind === 'genesys' && credentials ? 'anew' : 'kept',
      host: kind === 'model' || credentials || targetHost ? 'target' : 'kept',
    };
    this.#running.set(kind, { relay, shown });
    this.changed.emit();
    return ok(shown);
  }

  async stop(kind: RelayKind): Promise<void> {
    const found = this.#running.get(kind);
    if (!found) return;
    this.#running.delete(kind);
    this.changed.emit();
    await found.relay.dispose();
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#running.keys()].map(kind => this.stop(kind)));
    this.#stopJoining();
    await this.#joining;
  }

  /** A call of which both wires were recorded becomes one session as soon as both recordings have ended. */
  #onChanged({ id, relay, state }: SessionSummary): void {
    if (state === 'live' || (relay !== 'genesys' && relay !== 'model')) return;
    const { store } = this.#deps;
    const calls = store.list().filter(one => one.relay === 'genesys' && one.state !== 'live' && this.#isOurs(one));
    for (const call of calls) {
      for (const model of atTheSameTime(store, call)) {
        if (call.id !== id && model !== id) continue;
        const pair = `${call.id} ${model}`;
        if (this.#tried.has(pair) || this.#joined.has(call.id)) continue;
        this.#tried.add(pair);
        this.#joining = this.#joining.then(() => this.#join(call.id, model));
      }
    }
  }

  /** Recordings that do not fit stay as they are: other calls may run at the time, and by hand all can be joined. */
  async #join(genesysId: string, modelId: string): Promise<void> {
    if (this.#joined.has(genesysId)) return;
    try {
      const joined = await joinSessions(this.#deps.store, genesysId, modelId);
      if (joined.ok) this.#joined.add(genesysId);
      else if (joined.error.code !== 'no-match') this.#warn(joined.error.message);
    } catch (error) {
      this.#warn((error as Error).message);
    }
  }

  #warn(why: string): void {
    this.#deps.onWarning(`Two recordings of a relayed call could not be joined: ${why}`);
  }

  #isOurs({ startedAt }: SessionSummary): boolean {
    return Date.parse(startedAt) >= this.#sinceMs;
  }
}
