/** What a person wants to be told of while a call runs: limits on time, and errors. Pure; the page marks and beeps. */
import type { SessionEvent } from '../events/session-event.ts';
import { numberAt, objectAt, objectOf, textAt } from '../lib/json-object.ts';
import { shorten } from '../projections/words.ts';
import type { Latency } from './latency-fold.ts';
import { latencyWords } from './latency-words.ts';
import type { Step } from './signals.ts';
import type { HeardSpans, Span } from './spans.ts';

export const WATCH_KINDS = ['slow-turn', 'silence', 'talk-over', 'error', 'rate-limit'] as const;
export type WatchKind = (typeof WATCH_KINDS)[number];

/** Limits in ms; undefined where it is not watched. Errors have no limit: they are watched or not. */
export type Watchpoints = {
  readonly slowTurnMs: number | undefined;
  readonly silenceMs: number | undefined;
  readonly talkOverMs: number | undefined;
  readonly errors: boolean;
  readonly rateLimits: boolean;
};

export type WatchHit = {
  readonly kind: WatchKind;
  readonly atMs: number;
  /** The event that shows it, where there is one. */
  readonly n: number | undefined;
  readonly words: string;
};

/** Errors of both wires, folded from events. */
export class ErrorFold {
  readonly #errors: (Step & { readonly rateLimit: boolean; readonly words: string })[] = [];

  add(event: SessionEvent): void {
    if (event.type !== 'message' || !event.text.includes('error')) return;
    const message = objectOf(event.text);
    if (!message || textAt(message, 'type') !== 'error') return;
    const body = objectAt(message, event.leg === 'bot' ? 'error' : 'parameters') ?? {};
    const code = textAt(body, 'code') ?? numberAt(body, 'code')?.toString() ?? textAt(body, 'type') ?? '';
    const rateLimit = code === '429' || code.includes('rate_limit');
    const words = shorten(`${code} ${textAt(body, 'message') ?? ''}`, 120) || 'error';
    this.#errors.push({ atMs: event.atMs, n: event.n, rateLimit, words });
  }

  get errors(): readonly (Step & { readonly rateLimit: boolean; readonly words: string })[] {
    return this.#errors;
  }
}

/**
 * Everything that passed a limit so far, in order of time. What was hit once stays hit as the session grows.
 * @param untilMs how far the audio was heard, ms: a silence that lasts until then counts
 */
export function watchHits(
  watch: Watchpoints,
  { turns }: Pick<Latency, 'turns'>,
  heard: HeardSpans,
  errors: ErrorFold,
  untilMs: number,
): readonly WatchHit[] {
  const hits: WatchHit[] = [];
  const { slowTurnMs, silenceMs, talkOverMs } = watch;
  for (const { number, totalMs, firstSoundMs, firstFrame } of turns) {
    if (slowTurnMs === undefined || totalMs === undefined || totalMs <= slowTurnMs) continue;
    const words = `Turn ${number} took ${latencyWords(totalMs)}.`;
    hits.push({ kind: 'slow-turn', atMs: firstSoundMs ?? 0, n: firstFrame?.n, words });
  }
  if (silenceMs !== undefined) {
    for (const { startMs, endMs } of silences(heard, untilMs)) {
      if (endMs - startMs <= silenceMs) continue;
      const words = `Nobody was heard for more than ${(silenceMs / 1000).toFixed(1)} s.`;
      hits.push({ kind: 'silence', atMs: startMs + silenceMs, n: undefined, words });
    }
  }
  if (talkOverMs !== undefined) {
    for (const { startMs, endMs } of overlaps(heard)) {
      if (endMs - startMs <= talkOverMs) continue;
      const words = `Both spoke at once for more than ${talkOverMs} ms.`;
      hits.push({ kind: 'talk-over', atMs: startMs + talkOverMs, n: undefined, words });
    }
  }
  for (const { atMs, n, rateLimit, words } of errors.errors) {
    if (rateLimit ? watch.rateLimits : watch.errors)
      hits.push({ kind: rateLimit ? 'rate-limit' : 'error', atMs, n, words });
  }
  return hits.sort((a, b) => a.atMs - b.atMs);
}

/** Stretches in which neither was heard, from the first sound on. */
function silences({ caller, bot }: HeardSpans, untilMs: number): Span[] {
  const found: Span[] = [];
  let endMs: number | undefined;
  for (const span of [...caller, ...bot].sort((a, b) => a.startMs - b.startMs)) {
    if (endMs !== undefined && span.startMs > endMs) found.push({ startMs: endMs, endMs: span.startMs });
    endMs = Math.max(endMs ?? span.endMs, span.endMs);
  }
  if (endMs !== undefined && untilMs > endMs) found.push({ startMs: endMs, endMs: untilMs });
  return found;
}

/** Stretches in which both were heard. Spans of one side do not overlap each other. */
function overlaps({ caller, bot }: HeardSpans): Span[] {
  const found: Span[] = [];
  let first = 0;
  for (const one of caller) {
    while ((bot[first]?.endMs ?? Number.POSITIVE_INFINITY) <= one.startMs) first += 1;
    for (let at = first; (bot[at]?.startMs ?? Number.POSITIVE_INFINITY) < one.endMs; at += 1) {
      const other = bot[at] as Span;
      found.push({ startMs: Math.max(one.startMs, other.startMs), endMs: Math.min(one.endMs, other.endMs) });
    }
  }
  return found;
}
