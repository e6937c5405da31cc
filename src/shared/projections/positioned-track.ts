/** A track of the client, placed by AudioHook position: a frame that comes late or in a burst is not moved by that. */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import type { PlacedSegment } from './timeline.ts';

type Run = { offset: number; bytes: number; positionBytes: number };

export class PositionedTrack {
  readonly #runs: Run[] = [];
  /** Position in bytes of PCMU: discarded time counts, as in the protocol. */
  #positionBytes = 0;
  /** Session time of position 0: the least that any frame allows, because a frame can only come late. */
  #originMs = Number.POSITIVE_INFINITY;

  add(range: { atMs: number; offset: number; bytes: number }): void {
    const last = this.#runs.at(-1);
    const follows =
      last && last.offset + last.bytes === range.offset && last.positionBytes + last.bytes === this.#positionBytes;
    if (follows) last.bytes += range.bytes;
    else this.#runs.push({ offset: range.offset, bytes: range.bytes, positionBytes: this.#positionBytes });
    this.#positionBytes += range.bytes;
    this.#originMs = Math.min(this.#originMs, range.atMs - this.#positionBytes / PCMU_BYTES_PER_MS);
  }

  /** Moves the position on without audio (`discarded`, `resumed`). */
  skip(ms: number): void {
    this.#positionBytes += Math.round(ms * PCMU_BYTES_PER_MS);
  }

  /** Where the last audio ends, ms of the session; 0 when there is none. */
  get endMs(): number {
    return this.#runs.length > 0 ? this.#originMs + this.#positionBytes / PCMU_BYTES_PER_MS : 0;
  }

  segments(): PlacedSegment[] {
    return this.#runs.map(({ offset, bytes, positionBytes }) => ({
      offset,
      bytes,
      startMs: this.#originMs + positionBytes / PCMU_BYTES_PER_MS,
    }));
  }
}
