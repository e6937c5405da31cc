/**
 * A track of the client, placed by AudioHook position: a frame that comes late or in a burst is not moved by that. A
 * client that is run again faster than it was has a clock of its own: its audio is laid out from its first frame on.
 */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import { firstWhere } from '../lib/first-where.ts';
import type { PlacedSegment } from './timeline.ts';

type Run = { offset: number; bytes: number; positionBytes: number };

/** Time that passed on the client's clock without audio of it: what it said it discarded, or did not send in a pause. */
export type Gap = { readonly startMs: number; readonly endMs: number; readonly why: 'discarded' | 'paused' };

export class PositionedTrack {
  readonly #runs: Run[] = [];
  readonly #gaps: { positionBytes: number; bytes: number; why: Gap['why'] }[] = [];
  readonly #arrivals: { offset: number; bytes: number; atMs: number }[] = [];
  /** Position in bytes of PCMU: discarded time counts, as in the protocol. */
  #positionBytes = 0;
  /** Session time of position 0: the least that any frame allows, because a frame can only come late. */
  #originMs = Number.POSITIVE_INFINITY;
  #keepsOrigin = false;

  add({ atMs, offset, bytes }: { atMs: number; offset: number; bytes: number }): void {
    const last = this.#runs.at(-1);
    const follows =
      last && last.offset + last.bytes === offset && last.positionBytes + last.bytes === this.#positionBytes;
    if (follows) last.bytes += bytes;
    else this.#runs.push({ offset, bytes, positionBytes: this.#positionBytes });
    this.#arrivals.push({ offset, bytes, atMs });
    this.#positionBytes += bytes;
    if (this.#keepsOrigin && this.#originMs !== Number.POSITIVE_INFINITY) return;
    this.#originMs = Math.min(this.#originMs, atMs - this.#positionBytes / PCMU_BYTES_PER_MS);
    if (this.#keepsOrigin) this.#originMs = Math.max(0, this.#originMs);
  }

  /** The client's clock goes faster than the session's: its frames say no more where it began. */
  keepOrigin(): void {
    this.#keepsOrigin = true;
  }

  /** Moves the position on without audio (`discarded`, `resumed`). */
  skip(ms: number, why: Gap['why']): void {
    const bytes = Math.round(ms * PCMU_BYTES_PER_MS);
    if (bytes > 0) this.#gaps.push({ positionBytes: this.#positionBytes, bytes, why });
    this.#positionBytes += bytes;
  }

  /** Where the first audio begins, ms of the session: before 0 where it was spoken before the connection stood. */
  get startMs(): number {
    const first = this.#runs[0];
    return first ? this.#msOf(first.positionBytes) : 0;
  }

  /** Session time of position 0, ms; `Infinity` while there is no audio. */
  get originMs(): number {
    return this.#originMs;
  }

  /** Where the last audio ends, ms of the session; 0 when there is none. */
  get endMs(): number {
    return this.#runs.length > 0 ? this.#msOf(this.#positionBytes) : 0;
  }

  /** When the last frame came, ms of the session; `-Infinity` before the first. */
  get lastArrivedMs(): number {
    return this.#arrivals.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
  }

  /**
   * When the byte at `offset` sounds, ms; `undefined` where there is no such byte. Of a client that is faster than the
   * session's clock, when it came: so that what follows from it is later.
   */
  timeOf(offset: number): number | undefined {
    if (this.#keepsOrigin) return this.#arrivalOf(offset);
    const run = this.#runs.findLast(one => one.offset <= offset);
    if (!run || offset > run.offset + run.bytes) return undefined;
    return this.#msOf(run.positionBytes) + (offset - run.offset) / PCMU_BYTES_PER_MS;
  }

  segments(): PlacedSegment[] {
    return this.#runs.map(({ offset, bytes, positionBytes }) => ({
      offset,
      bytes,
      startMs: this.#msOf(positionBytes),
    }));
  }

  /** Frames that came between two times, each ending when it came. */
  arrived(fromMs: number, toMs: number): PlacedSegment[] {
    const found: PlacedSegment[] = [];
    for (const { offset, bytes, atMs } of this.#arrivals) {
      const startMs = atMs - bytes / PCMU_BYTES_PER_MS;
      if (startMs < toMs && atMs > fromMs) found.push({ offset, bytes, startMs });
    }
    return found;
  }

  gaps(): Gap[] {
    if (this.#runs.length === 0) return [];
    return this.#gaps.map(({ positionBytes, bytes, why }) => ({
      startMs: this.#msOf(positionBytes),
      endMs: this.#msOf(positionBytes + bytes),
      why,
    }));
  }

  /** When the first frame came that reaches to `offset`. Frames come in the track's order: there may be hours of them. */
  #arrivalOf(offset: number): number | undefined {
    const frames = this.#arrivals;
    const endOf = (at: number) => (frames[at]?.offset ?? 0) + (frames[at]?.bytes ?? 0);
    const found = frames[firstWhere(frames.length, at => endOf(at) >= offset)];
    return found && found.offset <= offset ? found.atMs : undefined;
  }

  #msOf(positionBytes: number): number {
    return this.#originMs + positionBytes / PCMU_BYTES_PER_MS;
  }
}
