/** The checks that a page asks for: each runs as long as the page listens, and ends with the host. */

import type { CheckProfile } from '../../../shared/checks/check-report.ts';
import type { CheckItem } from '../../../shared/contract/checks-contract.ts';
import type { StreamSink } from '../../../shared/contract/define.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { maskTarget } from '../../../shared/redaction/mask.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { callUrl } from '../genesys-client/place-call.ts';
import { type Credentials, checkCredentials } from '../settings/credentials.ts';
import { checksOf } from './all-checks.ts';
import { runChecks } from './run-checks.ts';

export type PageCheckRequest = {
  url: string;
  connectorId: string;
  credentials: Credentials | undefined;
  profile: CheckProfile;
};

export class ChecksOfThePage {
  readonly #deps: { store: SessionStore; clock: Clock; ids: Ids };
  readonly #running = new Map<AbortController, Promise<unknown>>();

  constructor(deps: { store: SessionStore; clock: Clock; ids: Ids }) {
    this.#deps = deps;
  }

  /** Runs all checks of the profile; the page's leaving cancels it. */
  async run(request: PageCheckRequest, sink: StreamSink<CheckItem>): Promise<void> {
    const { connectorId, credentials, profile } = request;
    const url = callUrl(request.url, connectorId);
    if (!url.ok) {
      sink.end(url.error);
      return;
    }
    const wrong = credentials && checkCredentials(credentials);
    if (wrong && !wrong.ok) {
      sink.end(wrong.error);
      return;
    }
    const checks = checksOf(profile);
    const planned = checks.map(({ id, group, title }) => ({ id, group, title }));
    sink.send({ type: 'planned', url: maskTarget(url.value.href), checks: planned });
    const stop = new AbortController();
    sink.onCancel(() => stop.abort());
    const target = { baseUrl: request.url, connectorId, url: url.value, credentials, profile };
    const { store, clock, ids } = this.#deps;
    const work = runChecks(
      { target, checks, signal: stop.signal, onResult: result => sink.send({ type: 'result', result }) },
      { clock, ids, record: session => store.start({ ...session, madeBy: 'check' }) },
    );
    this.#running.set(stop, work);
    try {
      const result = await work;
      sink.end(result.ok ? undefined : result.error);
    } finally {
      this.#running.delete(stop);
    }
  }

  /** Cuts what runs, and waits until its sessions are on disk. */
  async dispose(): Promise<void> {
    for (const stop of this.#running.keys()) stop.abort();
    await Promise.allSettled(this.#running.values());
  }
}
