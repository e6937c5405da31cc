/** Notices a client that is gone without a word: a live one pings every 5 s, also in a pause. */
import { CLIENT_GONE_MS, NO_CLOSE_MS, NO_OPEN_MS, SILENT_CLIENT_MS } from '../../../shared/audiohook/limits.ts';
import type { ServerPhase } from '../../../shared/audiohook/server-machine.ts';
import type { Clock } from '../../../shared/lib/clock.ts';

const LIMITS_MS: Readonly<Record<ServerPhase, number>> = {
  'awaiting-open': NO_OPEN_MS,
  open: SILENT_CLIENT_MS,
  disconnecting: NO_CLOSE_MS,
  closed: CLIENT_GONE_MS,
};

export class ClientLife {
  readonly #clock: Clock;
  readonly #onSilence: (phase: ServerPhase, afterMs: number) => void;
  #phase: ServerPhase | undefined;
  #cancel: () => void = () => undefined;

  constructor(clock: Clock, onSilence: (phase: ServerPhase, afterMs: number) => void) {
    this.#clock = clock;
    this.#onSilence = onSilence;
  }

  /** Something came, or the session's state changed. */
  sign(phase: ServerPhase): void {
    // Frames that go on do not put off the end that was asked for: there the time counts from the change of state.
    if (phase !== 'open' && phase === this.#phase) return;
    this.#phase = phase;
    this.#cancel();
    this.#cancel = this.#clock.after(LIMITS_MS[phase], () => this.#onSilence(phase, LIMITS_MS[phase]));
  }

  end(): void {
    this.#cancel();
  }
}
