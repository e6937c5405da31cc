/** Sends what the caller says, in frames of 200 ms and in real time, as Genesys Cloud does. */

import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import { CALLER_FRAME_MS } from '../../../shared/audiohook/limits.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { type CallerAudio, silence } from './caller-audio.ts';

const FRAME_BYTES = CALLER_FRAME_MS * PCMU_BYTES_PER_MS;
/** How often is looked whether a frame is due. */
const TICK_MS = 20;
/** A microphone that gives nothing for this long is filled up with silence: the caller's clock goes on. */
const STALLED_MS = 3 * CALLER_FRAME_MS;

export class CallerVoice {
  muted = false;
  readonly #source: CallerAudio;
  readonly #clock: Clock;
  readonly #send: (frame: Uint8Array) => void;
  #stop: () => void = () => undefined;
  #startedMs = 0;
  #sentMs = 0;
  #endedAtMs: number | undefined;

  constructor(source: CallerAudio, clock: Clock, send: (frame: Uint8Array) => void) {
    this.#source = source;
    this.#clock = clock;
    this.#send = send;
  }

  start(): void {
    this.#startedMs = this.#clock.monotonicMs();
    this.#stop = this.#clock.every(TICK_MS, () => this.#tick());
  }

  stop(): void {
    this.#stop();
  }

  /** Since when only silence follows, on the monotonic clock; undefined while the source still speaks. */
  get endedAtMs(): number | undefined {
    return this.#endedAtMs;
  }

  #tick(): void {
    const nowMs = this.#clock.monotonicMs();
    const { availableBytes } = this.#source;
    if (availableBytes === undefined) {
      while (this.#startedMs + this.#sentMs + CALLER_FRAME_MS <= nowMs) this.#sendFrame();
    } else {
      while ((this.#source.availableBytes ?? 0) >= FRAME_BYTES) this.#sendFrame();
      while (this.#startedMs + this.#sentMs + STALLED_MS <= nowMs) this.#sendFrame();
    }
    if (this.#source.ended) this.#endedAtMs ??= nowMs;
  }

  #sendFrame(): void {
    const frame = this.#source.take(FRAME_BYTES);
    this.#sentMs += CALLER_FRAME_MS;
    this.#send(this.muted ? silence(FRAME_BYTES) : frame);
  }
}
