/**
 * How long a caller has heard nothing. Silence that is sent counts as nothing: a server that echoes, or that sends frames
 * all the time, would else keep a call open for ever.
 */
import { levelDbfs } from '../../../shared/checks/sound-statistics.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { GenesysCall } from './genesys-call.ts';

/** Above it a piece is heard: the quietest speech on a phone line is 20 dB louder, line noise 10 dB below. */
const HEARD_DBFS = -60;

export class QuietWatch {
  readonly #call: GenesysCall;
  readonly #clock: Clock;
  #lastHeardMs = Number.NEGATIVE_INFINITY;
  #silent = false;

  constructor(call: GenesysCall, clock: Clock) {
    this.#call = call;
    this.#clock = clock;
    call.progress.on(progress => {
      if (progress.type !== 'heard') return;
      this.#silent = levelDbfs(progress.audio) < HEARD_DBFS;
      if (!this.#silent) this.#lastHeardMs = clock.monotonicMs();
    });
  }

  /** Milliseconds in which nothing was heard, and nothing is about to be; counted from `fromMs` (monotonic) at the earliest. */
  sinceMs(fromMs: number): number {
    if (this.#call.isHearing && !this.#silent) return 0;
    return this.#clock.monotonicMs() - Math.max(this.#lastHeardMs, fromMs);
  }
}
