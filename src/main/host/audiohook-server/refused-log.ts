/**
 * Refused upgrades are sessions too: often they are the whole story. A burst of like refusals is one session, and what a
 * stranger can make us keep is bounded: so many events a burst, so many refused sessions in all.
 */
import type { NewSessionEvent } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { FileRecorder } from '../capture/file-recorder.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { type AcceptedCredentials, secretsOf } from '../settings/credentials.ts';
import type { Refusal } from './authenticate.ts';

/** Refusals that follow each other faster than this, from one address to one target, are a burst. */
const BURST_GAP_MS = 2_000;
/** A burst is written down this far; then it is only counted. */
const MOST_IN_BURST = 20;
/** Bursts at one time, each with files of its own. */
const MOST_BURSTS = 30;
const OTHERS = 'others';
/** DESIGN: the newest 500 are kept. */
const MOST_KEPT = 500;

type Connection = Extract<NewSessionEvent, { type: 'connection' }>;
type Burst = { recorder: FileRecorder; count: number; reason: string; cancelEnd: () => void };

export class RefusedLog {
  readonly #options: { store: SessionStore; clock: Clock; credentials: readonly AcceptedCredentials[] };
  readonly #bursts = new Map<string, Burst>();

  constructor(options: { store: SessionStore; clock: Clock; credentials: readonly AcceptedCredentials[] }) {
    this.#options = options;
  }

  /** @returns the session that keeps it */
  add(upgrade: Connection, refusal: Refusal, connectorId: string): string {
    const { store, clock, credentials } = this.#options;
    const own = `${upgrade.remote} ${upgrade.target}`;
    // A flood over ever new paths must not open ever new sessions: beyond some they share one.
    const key = this.#bursts.has(own) || this.#bursts.size < MOST_BURSTS ? own : OTHERS;
    const known = this.#bursts.get(key);
    known?.cancelEnd();
    const audiohookId = upgrade.headers?.['audiohook-session-id'] ?? '';
    const recorder =
      known?.recorder ??
      store.start({ role: 'server', kind: 'refused', connectorId, audiohookId }, secretsOf(credentials));
    const reason = `refused with ${upgrade.status}: ${refusal.detail}`;
    const burst: Burst = { recorder, count: (known?.count ?? 0) + 1, reason, cancelEnd: () => undefined };
    if (burst.count <= MOST_IN_BURST) {
      recorder.append(upgrade);
      recorder.append({ leg: 'console', type: 'note', code: refusal.rule, level: 'problem', text: refusal.detail });
    }
    recorder.update({ outcome: outcomeOf(burst) });
    burst.cancelEnd = clock.after(BURST_GAP_MS, () => {
      this.#bursts.delete(key);
      void this.#end(burst);
    });
    this.#bursts.set(key, burst);
    return recorder.id;
  }

  async dispose(): Promise<void> {
    const open = [...this.#bursts.values()];
    this.#bursts.clear();
    for (const burst of open) {
      burst.cancelEnd();
      await this.#end(burst);
    }
  }

  async #end(burst: Burst): Promise<void> {
    const more = burst.count - MOST_IN_BURST;
    if (more > 0) {
      const text = `${more} more upgrades of this burst were refused and are not listed.`;
      burst.recorder.append({ leg: 'console', type: 'note', code: 'burst', level: 'info', text, data: { more } });
    }
    await burst.recorder.close(outcomeOf(burst));
    await this.#options.store.keepNewest('refused', MOST_KEPT);
  }
}

function outcomeOf({ count, reason }: Burst): string {
  return count === 1 ? reason : `${reason} (${count} times)`;
}
