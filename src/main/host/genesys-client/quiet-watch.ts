/**
 * How long a caller has heard nothing, and has nothing to hear. Silence that is sent counts as nothing: a server that echoes, or that sends frames
 * all the time, would else keep a call open for ever.
 */
import type { Clock } from '../../../shared/lib/clock.ts';
import { isHeard } from './caller-ear.ts';
import type { GenesysCall } from './genesys-call.ts';

export class QuietWatch {
  readonly #call: Pick<GenesysCall, 'soundsAhead'>;
  readonly #clock: Clock;
  #lastHeardMs = Number.NEGATIVE_INFINITY;

  constructor(call: Pick<GenesysCall, 'progress' | 'soundsAhead'>, clock: Clock) {
    this.#call = call;
    this.#clock = clock;
    call.progress.on(progress => {
      if (progress.type === 'heard' && isHeard(progress.audio)) this.#lastHeardMs = clock.monotonicMs();
    });
  }

  /** Milliseconds in which nothing was heard; 0 while something that came is still to be heard, be it behind silence; counted from `fromMs` (monotonic) at the earliest. */
  sinceMs(fromMs: number): number {
    if (this.#call.soundsAhead) return 0;
    return this.#clock.monotonicMs() - Math.max(this.#lastHeardMs, fromMs);
  }
}
