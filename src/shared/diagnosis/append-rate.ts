/**
 * How many bytes go to the model for a millisecond of the caller, second by second. The whole call says nothing: a bridge
 * may send speech alone, or lose its model on the way, and then the mean looks like that of a format that nobody sends.
 */
import type { CallFacts } from './call-facts.ts';

/** As long as it takes for frames on their way to matter little, ms of the caller. */
const WINDOW_MS = 1_000;
/** One frame of 200 ms more or less in a window. */
const WINDOW_TOLERANCE = 0.2;
/** Of all windows that are alike. */
const TOLERANCE = 0.1;
const LEAST_WINDOWS = 3;
/** Beginnings and ends of speech, and what was kept back and came at once, are in the others. */
const LEAST_SHARE = 0.75;

export type SteadyRate = { readonly bytesPerMs: number; readonly ms: number };

export class AppendRate {
  readonly #rates: readonly { readonly perMs: number; windows: number; bytes: number; ms: number }[];
  #windows = 0;
  #from: { readonly bytes: number; readonly ms: number } | undefined;

  /** @param rates that are told apart, bytes per ms */
  constructor(rates: readonly number[]) {
    this.#rates = rates.map(perMs => ({ perMs, windows: 0, bytes: 0, ms: 0 }));
  }

  /** Looks at what has come by now. The first append begins it: what it carries came before. */
  look({ model, callerFrames }: CallFacts): void {
    if (model.appends === 0) return;
    const now = { bytes: model.appendedBytes, ms: callerFrames.ms };
    this.#from ??= now;
    const ms = now.ms - this.#from.ms;
    if (ms < WINDOW_MS) return;
    this.#take(now.bytes - this.#from.bytes, ms);
    this.#from = now;
  }

  /** The rate that nearly all windows have in which anything was sent, by which of `rates`; undefined where there is none. */
  get steady(): { readonly of: number; readonly measured: SteadyRate } | undefined {
    const most = this.#rates.reduce((best, each) => (each.windows > best.windows ? each : best));
    if (most.windows < LEAST_WINDOWS || most.windows < LEAST_SHARE * this.#windows) return undefined;
    const bytesPerMs = most.bytes / most.ms;
    if (Math.abs(bytesPerMs / most.perMs - 1) > TOLERANCE) return undefined;
    return { of: most.perMs, measured: { bytesPerMs, ms: most.ms } };
  }

  #take(bytes: number, ms: number): void {
    if (bytes === 0) return;
    this.#windows += 1;
    const off = (perMs: number) => Math.abs(bytes / ms / perMs - 1);
    const nearest = this.#rates.reduce((best, each) => (off(each.perMs) < off(best.perMs) ? each : best));
    if (off(nearest.perMs) > WINDOW_TOLERANCE) return;
    nearest.windows += 1;
    nearest.bytes += bytes;
    nearest.ms += ms;
  }
}
