/**
 * Deletes the sessions that are over a limit of the settings. Never at once: what would go can be seen first, for a while
 * after each start and each change of a limit; and what went can be had back for a day.
 */

import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { retentionContract } from '../../../shared/contract/retention-contract.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { Retention } from '../../../shared/settings/retention.ts';
import { overRetention } from './over-retention.ts';
import type { SessionStore } from './session-store.ts';

/** Time to see what would go, and to change one's mind ... */
export const GRACE_MS = 10 * 60_000;
/** ... and then it is looked this often. */
const PERIOD_MS = 3_600_000;

export type RetentionOptions = {
  store: SessionStore;
  clock: Clock;
  /** It deletes; a console that shares its data folder only says what would go. */
  deletes(): boolean;
  /** The limits as they are now. */
  limits(): Retention;
  onWarning(text: string): void;
};

export class SessionRetention {
  readonly handlers: HandlersOf<typeof retentionContract>;
  readonly #options: RetentionOptions;
  #limits: string;
  #atMs: number | undefined;
  #cancel: () => void = () => undefined;

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#limits = JSON.stringify(options.limits());
    this.#wait(GRACE_MS);
    this.handlers = {
      retentionPreview: () => {
        const over = this.#over();
        const [oldest, newest] = [over[0]?.startedAt, over.at(-1)?.startedAt];
        return ok({
          sessionIds: over.map(({ id }) => id),
          bytes: over.reduce((sum, session) => sum + session.bytes, 0),
          ...(oldest === undefined ? {} : { oldest }),
          ...(newest === undefined ? {} : { newest }),
          ...(this.#atMs === undefined ? {} : { at: new Date(this.#atMs).toISOString() }),
        });
      },
    };
  }

  /** The settings have changed: other limits are shown before they count. */
  settingsChanged(): void {
    const limits = JSON.stringify(this.#options.limits());
    if (limits === this.#limits) return;
    this.#limits = limits;
    this.#wait(GRACE_MS);
  }

  dispose(): void {
    this.#cancel();
  }

  #over(): SessionSummary[] {
    const { store, clock, limits } = this.#options;
    return overRetention(store.list(), limits(), clock.wallMs());
  }

  #wait(ms: number): void {
    const { clock, deletes, limits } = this.#options;
    this.#cancel();
    this.#atMs = undefined;
    if (!deletes() || Object.keys(limits()).length === 0) return;
    this.#atMs = clock.wallMs() + ms;
    this.#cancel = clock.after(ms, () => {
      this.#wait(PERIOD_MS);
      if (deletes()) void this.#delete();
    });
  }

  async #delete(): Promise<void> {
    for (const { id } of this.#over()) {
      const gone = await this.#options.store.delete(id);
      if (!gone.ok) {
        this.#options.onWarning(`A session over the limits of the settings stays. ${gone.error.message}`);
        return;
      }
    }
  }
}
