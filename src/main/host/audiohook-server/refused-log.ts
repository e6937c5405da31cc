/** Refused upgrades are sessions too: often they are the whole story. A burst from one peer is one session. */
import type { ConnectionEvent, NewSessionEvent } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { FileRecorder } from '../capture/file-recorder.ts';
import type { SessionStore } from '../capture/session-store.ts';
import type { Refusal } from './authenticate.ts';

/** Refusals that follow each other faster than this, from one address, are a burst. */
const BURST_GAP_MS = 2_000;

type Burst = { recorder: FileRecorder; outcome: string; cancelEnd: () => void };

export class RefusedLog {
  readonly #store: SessionStore;
  readonly #clock: Clock;
  readonly #bursts = new Map<string, Burst>();

  constructor(store: SessionStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  add(upgrade: Omit<ConnectionEvent, 'n' | 'atMs'> & NewSessionEvent, refusal: Refusal, connectorId: string): void {
    const peer = upgrade.remote ?? '';
    const known = this.#bursts.get(peer);
    known?.cancelEnd();
    const recorder =
      known?.recorder ??
      this.#store.start({
        role: 'server',
        kind: 'refused',
        connectorId,
        audiohookId: upgrade.headers?.['audiohook-session-id'] ?? '',
      });
    const outcome = `refused with 401: ${refusal.detail}`;
    recorder.append(upgrade);
    recorder.append({ leg: 'console', type: 'note', code: refusal.rule, level: 'problem', text: refusal.detail });
    recorder.update({ outcome });
    const cancelEnd = this.#clock.after(BURST_GAP_MS, () => {
      this.#bursts.delete(peer);
      void recorder.close(outcome);
    });
    this.#bursts.set(peer, { recorder, outcome, cancelEnd });
  }

  async dispose(): Promise<void> {
    for (const burst of this.#bursts.values()) {
      burst.cancelEnd();
      await burst.recorder.close(burst.outcome);
    }
    this.#bursts.clear();
  }
}
