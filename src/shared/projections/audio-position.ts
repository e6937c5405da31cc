/** How far the caller's audio had come at each event: AudioHook's `position`, also for messages that carry none. */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import { parseDurationMs } from '../audiohook/duration.ts';
import type { SessionEvent } from '../events/session-event.ts';

export class AudioPosition {
  /** Numbers of the events that moved the position, ascending, and where it was after each, ms. */
  readonly #numbers: number[] = [];
  readonly #positions: number[] = [];

  add(event: SessionEvent): void {
    if (event.leg !== 'genesys') return;
    if (event.type === 'audio' && event.track === 'caller') this.#move(event.n, event.bytes / PCMU_BYTES_PER_MS);
    else if (event.type === 'message' && event.text.includes('"discarded"')) {
      // Lost audio moves the position without a sound.
      const skipped = /"discarded"\s*:\s*"(PT[\d.]+S)"/.exec(event.text)?.[1];
      const ms = skipped === undefined ? undefined : parseDurationMs(skipped);
      if (ms !== undefined) this.#move(event.n, ms);
    }
  }

  /** The position after event `n`, ms; 0 before the first audio. */
  at(n: number): number {
    let low = 0;
    let high = this.#numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#numbers[middle] ?? 0) <= n) low = middle + 1;
      else high = middle;
    }
    return this.#positions[low - 1] ?? 0;
  }

  #move(n: number, ms: number): void {
    this.#numbers.push(n);
    this.#positions.push((this.#positions.at(-1) ?? 0) + ms);
  }
}
