/** A stretch of sound on the session's clock: from its first to its last voiced sample, ms. */
export type Span = { readonly startMs: number; readonly endMs: number };

/** Who was heard when, measured on the audio itself. */
export type HeardSpans = {
  /** Speech, by voice activity detection. */
  readonly caller: readonly Span[];
  /** Sound of any kind: a tone is an answer, too. */
  readonly bot: readonly Span[];
};

export const NOTHING_HEARD: HeardSpans = { caller: [], bot: [] };

/** The last span that ended at or before `atMs`; spans are in order of time. */
export function lastEndedBy(spans: readonly Span[], atMs: number): Span | undefined {
  return spans[countWhile(spans, span => span.endMs <= atMs) - 1];
}

/** The first span that still sounds after `atMs`. */
export function firstEndingAfter(spans: readonly Span[], atMs: number): Span | undefined {
  return spans[countWhile(spans, span => span.endMs <= atMs)];
}

/** How long `from..to` and the spans are together, ms. */
export function overlapMs(spans: readonly Span[], { startMs, endMs }: Span): number {
  let sum = 0;
  for (let at = countWhile(spans, span => span.endMs <= startMs); at < spans.length; at += 1) {
    const span = spans[at];
    if (!span || span.startMs >= endMs) break;
    sum += Math.min(span.endMs, endMs) - Math.max(span.startMs, startMs);
  }
  return sum;
}

/** How many of the first elements hold; those that hold must come first. */
function countWhile<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}
