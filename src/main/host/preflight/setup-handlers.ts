/** What the page asks of the way from Genesys Cloud to here. */
import type { HandlersOf, StreamSink } from '../../../shared/contract/define.ts';
import type { PreflightItem, setupContract, WscatStep } from '../../../shared/contract/setup-contract.ts';
import { ok } from '../../../shared/lib/result.ts';
import { readAddress } from '../../../shared/preflight/address.ts';
import type { FourFields } from '../../../shared/preflight/dry-run.ts';
import type { SeenRequest } from '../../../shared/preflight/seen-request.ts';
import type { Arrivals } from '../audiohook-server/arrivals.ts';
import { batches } from '../batches.ts';
import { credentialsFor, type OwnServer } from '../call-target.ts';
import type { SessionStore } from '../capture/session-store.ts';
import type { CheckDeps } from '../checks/run-checks.ts';
import type { Tunnel } from '../tunnel/tunnel.ts';
import { compareWscat } from './compare-wscat.ts';
import { PREFLIGHT_LINES, runPreflight } from './run-preflight.ts';

export type SetupParts = Omit<CheckDeps, 'record'> & {
  store: SessionStore;
  own: OwnServer;
  arrivals: Arrivals;
  tunnel: Tunnel;
};

/** The preflights and comparisons that a page asks for: they end with the host. */
export class SetupOfThePage {
  readonly #parts: SetupParts;
  readonly #running = new Map<AbortController, Promise<unknown>>();

  constructor(parts: SetupParts) {
    this.#parts = parts;
  }

  get handlers(): HandlersOf<typeof setupContract> {
    const { arrivals, tunnel, own, clock } = this.#parts;
    /** At once, and then at most every batch: traffic changes with each packet. */
    const follow = <T>(sink: StreamSink<T>, changed: (tell: () => void) => () => void, now: () => T) => {
      sink.send(now());
      const batch = batches(clock, () => sink.send(now()));
      const stop = changed(batch.due);
      sink.onCancel(() => {
        stop();
        batch.cancel();
      });
    };
    return {
      arrivals: (_input, sink) =>
        follow(
          sink,
          tell => arrivals.changed.on(tell),
          () => arrivals.all,
        ),
      tunnel: (_input, sink) =>
        follow(
          sink,
          tell => tunnel.changed.on(tell),
          () => tunnel.state,
        ),
      preflight: async (fields, sink) => this.#preflight(await this.#withOwnPair(fields), sink),
      startTunnel: ({ domain, region }) => {
        void tunnel.start({ domain: domain?.trim() || undefined, region });
        return ok({});
      },
      stopTunnel: async () => {
        await tunnel.stop();
        return ok({});
      },
      compareWscat: ({ command, connectorId, apiKey, clientSecret }, sink) => {
        const typed = apiKey === '' ? undefined : { apiKey, clientSecret };
        const target = /\bwss?:\/\/[^\s"']+/.exec(command)?.[0] ?? '';
        const stop = new AbortController();
        sink.onCancel(() => stop.abort());
        const onStep = (step: WscatStep) => sink.send({ type: 'step', step });
        const work = credentialsFor(own, target, typed)
          .then(credentials =>
            compareWscat({ command, connectorId, credentials, signal: stop.signal, onStep }, this.#deps),
          )
          .then(compared => {
            if (compared.ok) sink.send({ type: 'compared', ...compared.value });
            sink.end(compared.ok ? undefined : compared.error);
          });
        return this.#run(stop, work);
      },
    };
  }

  /** Cuts what runs, and waits until its sessions are on disk. */
  async dispose(): Promise<void> {
    for (const stop of this.#running.keys()) stop.abort();
    await Promise.allSettled(this.#running.values());
  }

  /** Until it is over, it ends with the host. */
  async #run(stop: AbortController, work: Promise<void>): Promise<void> {
    this.#running.set(stop, work);
    try {
      await work;
    } finally {
      this.#running.delete(stop);
    }
  }

  get #deps(): CheckDeps {
    const { clock, ids, store } = this.#parts;
    return { clock, ids, record: session => store.start({ ...session, madeBy: 'check' }) };
  }

  /** The console's own address, direct or through its tunnel, is tried with its own pair when none was typed. */
  async #withOwnPair(fields: FourFields): Promise<FourFields> {
    if (fields.apiKey !== '' || fields.clientSecret !== '') return fields;
    const { own } = this.#parts;
    const { url } = readAddress(fields.baseUri);
    if (!url || !(this.#isTunnel(url) || (await own.isOwnAddress(url.href)))) return fields;
    const { apiKey, clientSecret } = own.credentials;
    return { ...fields, apiKey, clientSecret };
  }

  #isTunnel(url: URL): boolean {
    const { state } = this.#parts.tunnel;
    return state.state === 'open' && new URL(state.url).host === url.host;
  }

  #preflight(fields: FourFields, sink: StreamSink<PreflightItem>): Promise<void> {
    sink.send({ type: 'planned', lines: PREFLIGHT_LINES.map(({ id, group, title }) => ({ id, group, title })) });
    const stop = new AbortController();
    sink.onCancel(() => stop.abort());
    const work = runPreflight(
      {
        fields,
        signal: stop.signal,
        onResult: result => sink.send({ type: 'result', result }),
        arrived: sessionId => this.#arrived(sessionId),
      },
      this.#deps,
    ).then(({ couldNotRun }) => {
      sink.end(couldNotRun === undefined ? undefined : { code: 'could-not-run', message: couldNotRun });
    });
    return this.#run(stop, work);
  }

  /** The upgrade of a call as our own server saw it. */
  async #arrived(sessionId: string): Promise<SeenRequest | undefined> {
    const { store } = this.#parts;
    const audiohookId = store.get(sessionId)?.audiohookId;
    const seen = store.list().find(one => one.role === 'server' && one.audiohookId === audiohookId);
    const events = seen && (await store.events(seen.id));
    if (!events?.ok) return undefined;
    const upgrade = events.value.find(event => event.type === 'connection' && event.phase === 'upgrade');
    if (upgrade?.type !== 'connection') return undefined;
    return { target: upgrade.target ?? '', headers: upgrade.headers ?? {} };
  }
}
