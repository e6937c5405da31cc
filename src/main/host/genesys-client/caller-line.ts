/**
 * The caller's audio between the source and the wire: kept while the connection is made, sent as catch-up when the
 * session opens, then in real time; held back in a pause; and counted, because the position is the sum of samples sent
 * and samples discarded. PROTOCOL sections 5, 6 and 8.
 */
import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import { HISTORY_MS, OFFERED_MS } from '../../../shared/audiohook/client-limits.ts';
import { CALLER_FRAME_MS } from '../../../shared/audiohook/limits.ts';
import { concatBytes } from '../../../shared/lib/concat-bytes.ts';
import type { LinePiece } from './caller-voice.ts';

/** One byte of PCMU is one sample: positions are bytes of one channel. */
const FRAME = CALLER_FRAME_MS * PCMU_BYTES_PER_MS;
const HISTORY = HISTORY_MS * PCMU_BYTES_PER_MS;
const OFFERED = OFFERED_MS * PCMU_BYTES_PER_MS;
export type LineOutput = {
  /** `at`: position of its first sample. */
  send(piece: LinePiece, at: number): void;
  /** Samples were discarded outside of a pause: the client says so. */
  discarded(start: number, samples: number): void;
};

export type Pause = { readonly start: number; readonly samples: number };

export class CallerLine {
  #pieces: LinePiece[] = [];
  /** Samples since the dial, and the number of the oldest that is kept. */
  #dialled = 0;
  #keptFrom = 0;
  #output: LineOutput | undefined;
  #position = 0;
  #pause: { start: number; samples: number } | undefined;
  #toDiscard = 0;
  #dropped: { start: number; samples: number } | undefined;
  #loses: () => boolean = () => false;

  /** Position on the caller's timeline, samples. */
  get position(): number {
    return this.#position;
  }

  /** A fault: true for a piece that is lost on the way, and reported with `discarded`. */
  loseWhen(loses: () => boolean): void {
    this.#loses = loses;
  }

  /** The next piece of the source, whatever the call is doing. */
  push(piece: LinePiece): void {
    const samples = piece.external.length;
    this.#dialled += samples;
    if (this.#output) this.#flow(piece);
    else {
      this.#pieces.push(piece);
      while (this.#dialled - this.#keptFrom > HISTORY) this.#keptFrom += this.#pieces.shift()?.external.length ?? 0;
    }
  }

  /** A connection begins: its timeline starts at the dial again (a retry is no reconnect). */
  begin(): void {
    this.#output = undefined;
    this.#position = 0;
    this.#pause = undefined;
    this.#toDiscard = 0;
    this.#dropped = undefined;
  }

  /**
   * The session is open. The newest 20 s of what was kept go out at once, faster than real time; what lies before them,
   * or before `discardTo`, is reported as discarded. Held: all of it counts as discarded when the pause ends.
   * @param frameSamples length of a frame of the catch-up; how Genesys cuts it is not established
   */
  open(output: LineOutput, discardTo = 0, frameSamples = FRAME): void {
    this.#output = output;
    const kept = {
      external: concatBytes(this.#pieces.map(piece => piece.external)),
      internal: concatBytes(this.#pieces.map(piece => piece.internal)),
    };
    const from = Math.max(this.#keptFrom, this.#dialled - OFFERED, Math.min(discardTo, this.#dialled));
    this.#pieces = [];
    if (this.#pause) {
      this.#pause.samples += this.#dialled;
      return;
    }
    if (from > 0) {
      this.#position = from;
      output.discarded(0, from);
    }
    for (let at = from - this.#keptFrom; at < kept.external.length; at += frameSamples) {
      this.#flow({
        external: kept.external.subarray(at, at + frameSamples),
        internal: kept.internal.subarray(at, at + frameSamples),
      });
    }
  }

  /** Nothing goes out any more. What follows is kept again, for another try. */
  stop(): void {
    if (!this.#output) return;
    this.#output = undefined;
    this.#keptFrom = this.#dialled;
  }

  hold(): void {
    this.#tellDropped();
    this.#pause ??= { start: this.#position, samples: 0 };
  }

  /** Ends the pause; the position moves on by what was skipped. */
  release(): Pause {
    const pause = this.#pause ?? { start: this.#position, samples: 0 };
    this.#pause = undefined;
    this.#position += pause.samples;
    return pause;
  }

  /** The next `ms` of audio do not reach the server; it is told when they are over. */
  discard(ms: number): void {
    if (this.#output && !this.#pause) this.#toDiscard += Math.round(ms * PCMU_BYTES_PER_MS);
  }

  #flow(piece: LinePiece): void {
    const samples = piece.external.length;
    if (this.#pause) {
      this.#pause.samples += samples;
      return;
    }
    const dropped = Math.min(this.#loses() ? samples : this.#toDiscard, samples);
    this.#toDiscard = Math.max(0, this.#toDiscard - dropped);
    if (dropped > 0) {
      this.#dropped ??= { start: this.#position, samples: 0 };
      this.#dropped.samples += dropped;
      this.#position += dropped;
    }
    if (dropped === samples) {
      if (this.#toDiscard === 0) this.#tellDropped();
      return;
    }
    this.#tellDropped();
    const rest = { external: piece.external.subarray(dropped), internal: piece.internal.subarray(dropped) };
    const at = this.#position;
    this.#position += samples - dropped;
    this.#output?.send(rest, at);
  }

  #tellDropped(): void {
    const dropped = this.#dropped;
    this.#dropped = undefined;
    if (dropped) this.#output?.discarded(dropped.start, dropped.samples);
  }
}
