/** How well the line itself works: round trips, and how evenly the caller's audio comes in. */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import { percentile } from '../lib/percentile.ts';
import type { Signal } from './signals.ts';

/** A frame this much later than the one before it lasted counts as a gap, ms. */
const GAP_MS = 100;
/** Too few frames say nothing of a clock's drift. */
const DRIFT_FROM_MS = 60_000;
/** Drift compares the earliest frames of the first and the last part of this length, ms. */
const DRIFT_PART_MS = 5000;

export type LineQuality = {
  /** Round trips by ping and pong, ms; undefined without any. */
  readonly roundTrip: { readonly count: number; readonly p50Ms: number; readonly worstMs: number } | undefined;
  /** Arrival of the caller's frames against their position, ms; undefined without audio. */
  readonly callerFrames:
    | {
        readonly count: number;
        /** How much later than the earliest possible: the 90th percentile, and the worst. */
        readonly jitterP90Ms: number;
        readonly worstLateMs: number;
        /** Times without a frame that were longer than the audio in them, and the longest. */
        readonly gaps: number;
        readonly longestGapMs: number;
        /** How much faster (positive) the position runs than this machine's clock, parts in a million. */
        readonly driftPpm: number | undefined;
      }
    | undefined;
};

export class LineQualityFold {
  readonly #roundTrips: number[] = [];
  readonly #pings = new Map<number, number>();
  /** A frame's arrival less its position, ms: equal for frames that came evenly. */
  readonly #lateness: { atMs: number; ms: number }[] = [];
  #positionMs = 0;
  #lastArrivalMs: number | undefined;
  #gaps = 0;
  #longestGapMs = 0;

  add(signal: Signal): void {
    switch (signal.kind) {
      case 'ping':
        if (!signal.sentHere) {
          if (signal.rttMs !== undefined) this.#roundTrips.push(signal.rttMs);
        } else if (signal.seq !== undefined) this.#pings.set(signal.seq, signal.atMs);
        break;
      case 'pong':
        this.#pong(signal);
        break;
      case 'skipped':
      case 'resumed':
        this.#positionMs += signal.ms;
        this.#lastArrivalMs = undefined;
        break;
      case 'caller-frame':
        this.#frame(signal);
        break;
    }
  }

  get quality(): LineQuality {
    return { roundTrip: this.#roundTrip(), callerFrames: this.#frames() };
  }

  #pong(signal: { clientSeq: number | undefined; atMs: number }): void {
    const sentMs = signal.clientSeq === undefined ? undefined : this.#pings.get(signal.clientSeq);
    if (sentMs === undefined) return;
    this.#pings.delete(signal.clientSeq ?? 0);
    this.#roundTrips.push(signal.atMs - sentMs);
  }

  #frame({ atMs, bytes }: { atMs: number; bytes: number }): void {
    const lengthMs = bytes / PCMU_BYTES_PER_MS;
    this.#positionMs += lengthMs;
    this.#lateness.push({ atMs, ms: atMs - this.#positionMs });
    const gapMs = this.#lastArrivalMs === undefined ? 0 : atMs - this.#lastArrivalMs - lengthMs;
    if (gapMs > GAP_MS) this.#gaps += 1;
    this.#longestGapMs = Math.max(this.#longestGapMs, gapMs);
    this.#lastArrivalMs = atMs;
  }

  #roundTrip(): LineQuality['roundTrip'] {
    if (this.#roundTrips.length === 0) return undefined;
    const sorted = [...this.#roundTrips].sort((a, b) => a - b);
    return { count: sorted.length, p50Ms: percentile(sorted, 0.5), worstMs: sorted.at(-1) ?? 0 };
  }

  #frames(): LineQuality['callerFrames'] {
    if (this.#lateness.length === 0) return undefined;
    const earliest = this.#lateness.reduce((least, { ms }) => Math.min(least, ms), Number.POSITIVE_INFINITY);
    const late = this.#lateness.map(({ ms }) => ms - earliest).sort((a, b) => a - b);
    return {
      count: late.length,
      jitterP90Ms: percentile(late, 0.9),
      worstLateMs: late.at(-1) ?? 0,
      gaps: this.#gaps,
      longestGapMs: this.#longestGapMs,
      driftPpm: this.#driftPpm(),
    };
  }

  /** The earliest frames can only be held up, never hurried: how they move is the difference of the two clocks. */
  #driftPpm(): number | undefined {
    const firstMs = this.#lateness[0]?.atMs ?? 0;
    const lastMs = this.#lateness.at(-1)?.atMs ?? 0;
    if (lastMs - firstMs < DRIFT_FROM_MS) return undefined;
    const least = (from: number, to: number) =>
      this.#lateness
        .filter(({ atMs }) => atMs >= from && atMs <= to)
        .reduce((found, { ms }) => Math.min(found, ms), Number.POSITIVE_INFINITY);
    const moved = least(firstMs, firstMs + DRIFT_PART_MS) - least(lastMs - DRIFT_PART_MS, lastMs);
    return Number.isFinite(moved) ? (moved / (lastMs - firstMs - DRIFT_PART_MS)) * 1e6 : undefined;
  }
}
