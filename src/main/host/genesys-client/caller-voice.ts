/** What the caller's line carries, from the dial on and in real time: pieces of 200 ms, as Genesys Cloud sends them. */

import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import { CALLER_FRAME_MS } from '../../../shared/audiohook/limits.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { type CallerAudio, farEnd, silence } from './caller-audio.ts';

/** What both channels carry at one time: mono PCMU each, of one length. */
export type LinePiece = { readonly external: Uint8Array; readonly internal: Uint8Array };

const PIECE_BYTES = CALLER_FRAME_MS * PCMU_BYTES_PER_MS;
/** How often is looked whether a piece is due. */
const TICK_MS = 20;
/** A microphone that gives nothing for this long is filled up with silence: the caller's clock goes on. */
const STALLED_MS = 3 * CALLER_FRAME_MS;

export class CallerVoice {
  muted = false;
  readonly #source: CallerAudio;
  readonly #internal: CallerAudio;
  readonly #clock: Clock;
  readonly #give: (piece: LinePiece) => void;
  #stop: () => void = () => undefined;
  #startedMs = 0;
  #givenMs = 0;
  #endedAtMs: number | undefined;

  constructor(source: CallerAudio, clock: Clock, give: (piece: LinePiece) => void) {
    this.#source = source;
    this.#internal = source.internal ?? farEnd();
    this.#clock = clock;
    this.#give = give;
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
      while (this.#startedMs + this.#givenMs + CALLER_FRAME_MS <= nowMs) this.#givePiece();
    } else {
      while ((this.#source.availableBytes ?? 0) >= PIECE_BYTES) this.#givePiece();
      while (this.#startedMs + this.#givenMs + STALLED_MS <= nowMs) this.#givePiece();
    }
    if (this.#source.ended) this.#endedAtMs ??= nowMs;
  }

  #givePiece(): void {
    const external = this.#source.take(PIECE_BYTES);
    const internal = this.#internal.take(PIECE_BYTES);
    this.#givenMs += CALLER_FRAME_MS;
    this.#give({ external: this.muted ? silence(PIECE_BYTES) : external, internal });
  }
}
