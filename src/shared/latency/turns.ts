/**
 * Turns with their latency: from the caller's last voiced sample to the first sound that the caller hears, split into
 * the parts that somebody can change. Stamping the end of speech where the model notices it would hide its own wait,
 * which is often the largest part.
 */
import { percentile } from '../lib/percentile.ts';
import type { Step } from './signals.ts';
import { firstEndingAfter, type HeardSpans, lastEndedBy, overlapMs, type Span } from './spans.ts';
import type { Answer, TurnFold } from './turn-fold.ts';

/** A warning above this from stop to sound: callers then feel that the line is broken. */
export const SLOW_TURN_MS = 1500;

export const LATENCY_PARTS = [
  { id: 'vad', words: 'Voice detection waits', whose: 'turn detection' },
  { id: 'taken', words: 'Turn is taken', whose: 'the model' },
  { id: 'thinks', words: 'Model decides', whose: 'the model' },
  { id: 'function', words: 'Function runs', whose: 'the function' },
  { id: 'model', words: 'Model begins to speak', whose: 'the model' },
  { id: 'bridge', words: 'Bridge sends', whose: 'the bridge' },
  { id: 'server', words: 'Server answers', whose: 'the server' },
  { id: 'playback', words: 'Genesys starts playing', whose: 'Genesys' },
  { id: 'silence', words: 'Silence in front', whose: 'the audio' },
] as const;

export type PartId = (typeof LATENCY_PARTS)[number]['id'];
/** `ms`: what it took; less than from..to where the audio was paused in it, which is nobody's time. */
export type LatencyPart = { readonly id: PartId; readonly fromMs: number; readonly toMs: number; readonly ms: number };

export type Turn = Omit<Answer, 'firstByte' | 'silenceMs'> & {
  /** 1 for the first. */
  readonly number: number;
  /** False where the bot spoke on its own: a greeting, a prompt after silence. */
  readonly asked: boolean;
  /** The caller's last voiced sample, ms of the session. */
  readonly callerStoppedMs: number | undefined;
  /** `audio`: measured on the caller's track. `model`: the model's word for it, less the wait that it was asked for. */
  readonly stopKnownBy: 'audio' | 'model' | undefined;
  /** The first sound of the answer that was heard, ms of the session. */
  readonly firstSoundMs: number | undefined;
  /**
   * From the caller's last voiced sample to the first sound, without `pausedMs`; undefined where one of them is not known,
   * and where the caller spoke over the bot.
   */
  readonly totalMs: number | undefined;
  /** How long the audio was paused in between, ms. */
  readonly pausedMs: number;
  /**
   * The caller's words ended while the bot still sounded, until then, ms of the session: the line was not dead, and whether
   * the caller waited for an answer to them nobody can tell.
   */
  readonly overBotUntilMs: number | undefined;
  /** In order, without gaps; of the steps that are known. None where no wait is counted. */
  readonly parts: readonly LatencyPart[];
};

/** The turns so far. `heard` may lag behind the events: what it does not know yet is undefined. */
export function turnsOf(fold: TurnFold, heard: HeardSpans): readonly Turn[] {
  const turns: Turn[] = [];
  let previousMs = Number.NEGATIVE_INFINITY;
  const placed = fold.answers.map(({ firstByte }) => (firstByte === undefined ? undefined : fold.placedMs(firstByte)));
  for (const [at, answer] of fold.answers.entries()) {
    const stop = callerStop(answer, heard, previousMs);
    const { firstByte: _byte, silenceMs: _silence, ...steps } = answer;
    const nextMs = placed.slice(at + 1).find(ms => ms !== undefined);
    const firstSoundMs = firstSound(heard.bot, placed[at], nextMs);
    const overBotUntilMs = stop && soundingUntil(heard.bot, stop.atMs);
    const wait =
      stop && firstSoundMs !== undefined && overBotUntilMs === undefined
        ? { startMs: stop.atMs, endMs: firstSoundMs }
        : undefined;
    const pausedMs = wait ? overlapMs(fold.pauses, wait) : 0;
    turns.push({
      ...steps,
      number: turns.length + 1,
      asked: stop !== undefined || answer.committed !== undefined,
      callerStoppedMs: stop?.atMs,
      stopKnownBy: stop?.by,
      firstSoundMs,
      totalMs: wait && wait.endMs - wait.startMs - pausedMs,
      pausedMs,
      overBotUntilMs,
      parts: overBotUntilMs === undefined ? partsOf(answer, stop?.atMs, firstSoundMs, fold.pauses) : [],
    });
    previousMs = answer.firstFrame?.atMs ?? answer.firstDelta?.atMs ?? previousMs;
  }
  return turns;
}

/** The first sound of the answer from `fromMs` on. One that was cut before its first sound is not given the next one's. */
function firstSound(bot: HeardSpans['bot'], fromMs: number | undefined, nextMs = Number.POSITIVE_INFINITY) {
  const span = fromMs === undefined ? undefined : firstEndingAfter(bot, fromMs);
  if (!span || fromMs === undefined) return undefined;
  const soundMs = Math.max(span.startMs, fromMs);
  return soundMs < nextMs ? soundMs : undefined;
}

/** Until when the bot goes on sounding, ms, where it sounds at `atMs`. */
function soundingUntil(bot: HeardSpans['bot'], atMs: number): number | undefined {
  const span = firstEndingAfter(bot, atMs);
  return span && span.startMs <= atMs ? span.endMs : undefined;
}

type Stop = { readonly atMs: number; readonly by: 'audio' | 'model' };

function callerStop(answer: Answer, heard: HeardSpans, previousMs: number): Stop | undefined {
  const noticed = answer.speechStopped ?? answer.committed ?? (answer.firstDelta ? undefined : answer.firstFrame);
  if (!noticed) return undefined;
  const span = lastEndedBy(heard.caller, noticed.atMs);
  if (span && span.endMs > previousMs) return { atMs: span.endMs, by: 'audio' };
  if (!answer.speechStopped || answer.silenceMs === undefined) return undefined;
  return { atMs: answer.speechStopped.atMs - answer.silenceMs, by: 'model' };
}

function partsOf(
  answer: Answer,
  stoppedMs: number | undefined,
  soundMs: number | undefined,
  pauses: readonly Span[],
): LatencyPart[] {
  const marks: [PartId, number | undefined][] = [
    ['vad', answer.speechStopped?.atMs],
    ['taken', answer.responseCreated?.atMs],
    ['thinks', answer.functionCalled?.atMs],
    ['function', answer.responseAgain?.atMs],
    ['model', answer.firstDelta?.atMs],
    // Without a model's leg nobody can say what the server did with the time.
    [answer.firstDelta ? 'bridge' : 'server', answer.firstFrame?.atMs],
    ['playback', answer.playbackStarted?.atMs],
    ['silence', soundMs],
  ];
  const parts: LatencyPart[] = [];
  let fromMs = stoppedMs ?? answer.responseCreated?.atMs ?? answer.firstDelta?.atMs;
  if (fromMs === undefined) return parts;
  for (const [id, atMs] of marks) {
    if (atMs === undefined || atMs < fromMs) continue;
    const ms = atMs - fromMs - overlapMs(pauses, { startMs: fromMs, endMs: atMs });
    parts.push({ id, fromMs, toMs: atMs, ms });
    fromMs = atMs;
  }
  return parts;
}

export type TurnStatistics = {
  /** Turns with a known latency. */
  readonly count: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly slowestMs: number;
  /** The part that takes the most time over all turns, and its share of the whole, 0..1. */
  readonly largest: { readonly id: PartId; readonly share: number } | undefined;
};

/** Over all turns with a known latency; undefined when there is none. */
export function turnStatistics(turns: readonly Turn[]): TurnStatistics | undefined {
  const measured = turns.filter(turn => turn.totalMs !== undefined);
  if (measured.length === 0) return undefined;
  const totals = measured.map(turn => turn.totalMs ?? 0).sort((a, b) => a - b);
  return {
    count: totals.length,
    p50Ms: percentile(totals, 0.5),
    p90Ms: percentile(totals, 0.9),
    slowestMs: totals.at(-1) ?? 0,
    largest: largestPart(measured),
  };
}

function largestPart(turns: readonly Turn[]): TurnStatistics['largest'] {
  const sums = new Map<PartId, number>();
  let whole = 0;
  for (const { id, ms } of turns.flatMap(turn => turn.parts)) {
    sums.set(id, (sums.get(id) ?? 0) + ms);
    whole += ms;
  }
  const [first] = [...sums].sort((a, b) => b[1] - a[1]);
  return first && whole > 0 ? { id: first[0], share: first[1] / whole } : undefined;
}

/** A part's name for people. */
export function partWords(id: PartId): string {
  return LATENCY_PARTS.find(part => part.id === id)?.words ?? id;
}

/** The moments of a turn in order, with what they are called; for a table. */
export function momentsOf(
  turn: Turn,
): readonly { readonly words: string; readonly atMs: number; readonly n?: number }[] {
  const step = (words: string, at: Step | undefined) => (at ? [{ words, atMs: at.atMs, n: at.n }] : []);
  const time = (words: string, atMs: number | undefined) => (atMs === undefined ? [] : [{ words, atMs }]);
  return [
    ...time(turn.stopKnownBy === 'model' ? 'caller stopped (by the model)' : 'caller stopped', turn.callerStoppedMs),
    ...step('speech_stopped', turn.speechStopped),
    ...step('committed', turn.committed),
    ...step('response.created', turn.responseCreated),
    ...step('function called', turn.functionCalled),
    ...step('response.created again', turn.responseAgain),
    ...step('first audio delta', turn.firstDelta),
    ...step('first frame to Genesys', turn.firstFrame),
    ...step('playback_started', turn.playbackStarted),
    ...time('first sound heard', turn.firstSoundMs),
  ];
}
