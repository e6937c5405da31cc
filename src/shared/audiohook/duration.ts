/**
 * Durations on the AudioHook wire: ISO 8601 with seconds only, `^PT(?:\d*\.)?\d+S$` (reference validator).
 * Positions are counted in samples and printed from them: rounded seconds are never added up.
 */
const PATTERN = /^PT(?:\d*\.)?\d+S$/;

/** No call lasts a year: a longer duration is somebody's joke or bug, and must not move a timeline. */
const LONGEST_MS = 366 * 24 * 3600 * 1000;

/** Milliseconds, or `undefined` when `text` is no AudioHook duration that can be meant. */
export function parseDurationMs(text: string): number | undefined {
  if (!PATTERN.test(text)) return undefined;
  const ms = Number(text.slice(2, -1)) * 1000;
  return ms <= LONGEST_MS ? ms : undefined;
}

/** A position or length of `samples` at `rateHz` as production writes it: `PT0.0S`, `PT12.4S`. */
export function durationOfSamples(samples: number, rateHz: number): string {
  const seconds = samples / rateHz;
  return Number.isInteger(seconds) ? `PT${seconds}.0S` : `PT${trimmed(seconds)}S`;
}

/** `ms` milliseconds as a duration, to the microsecond. */
export function durationOfMs(ms: number): string {
  return durationOfSamples(Math.max(0, ms), 1000);
}

/** Decimal, never exponential: `PT5e-7S` is what the validator rejects. */
function trimmed(seconds: number): string {
  return seconds.toFixed(6).replace(/0+$/, '').replace(/\.$/, '.0');
}
