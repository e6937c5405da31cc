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

type Deps = Pick<RelayOptions, 'store' | 'clock' | 'ids'>;

export class Relays {
  readonly changed = new Emitter<void>();
  readonly #deps: Deps;
  readonly #running = new Map<RelayKind, { relay: Relay; shown: RunningRelay }>();

  readonly #sinceMs: number;
  readonly #stopJoining: () => void;
  /** Recordings that were joined, or tried, by this console. */
  readonly #tried = new Set<string>();
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
  async start(
    request: RelayRequest,
  ): Promise<Result<RunningRelay, 'bad-target' | 'bad-credentials' | 'cannot-listen'>> {
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
    if (state === 'live' || (relay !== 'genesys' && relay !== 'model') || this.#tried.has(id)) return;
    const { store } = this.#deps;
    const genesys = store.list().filter(one => one.relay === 'genesys' && one.state !== 'live' && this.#isOurs(one));
    for (const call of genesys) {
      if (this.#tried.has(call.id) || atTheSameTime(store, call).length === 0) continue;
      this.#tried.add(call.id);
      // A recording that fits none stays as it is; by hand it can still be joined.
      this.#joining = this.#joining.then(async () => void (await joinSessions(store, call.id, undefined)));
    }
  }

  #isOurs({ startedAt }: SessionSummary): boolean {
    return Date.parse(startedAt) >= this.#sinceMs;
  }
}
