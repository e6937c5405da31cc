/** What a captured call of the console's server says of the bridge: delay it added, ledgers of answers, interruptions. */
import type { AudioEvent, SessionEvent } from '../src/shared/events/session-event.ts';
import { formatEvent } from '../src/shared/projections/event-line.ts';
import { ANSWER_LEDGER, type AnswerReport } from '../src/shared/realtime/answer-report.ts';
import { fieldAt, parseEvent } from '../src/shared/realtime/parse.ts';

export type Spread = { readonly count: number; readonly p50: number; readonly p99: number; readonly most: number };

export type CallFigures = {
  /** From a frame of the caller to the append that carries it on, ms. */
  readonly toModel: Spread;
  /** From the first audio of an answer to the first frame of it, ms. */
  readonly toCaller: Spread;
  /** Frames that left later than the caller needed them: each is a gap. */
  readonly lateFrames: number;
  readonly ledgers: readonly AnswerReport[];
  /** The events of each interruption, in order, with their times. */
  readonly interruptions: readonly (readonly string[])[];
};

const BYTES_PER_MS = 8;
/** What belongs to an interruption comes within this time of the caller's onset, ms. */
const TRACE_MS = 1500;

export function callFigures(events: readonly SessionEvent[]): CallFigures {
  const answers = answerStarts(events);
  return {
    toModel: spread(delaysToModel(events)),
    toCaller: spread(answers.map(({ receivedMs, sentMs }) => sentMs - receivedMs)),
    lateFrames: lateFrames(events, answers),
    ledgers: ledgersOf(events),
    interruptions: interruptionsOf(events),
  };
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), most: at(1) };
}

function message(event: SessionEvent, direction: 'in' | 'out'): { type: string; event: unknown } | undefined {
  if (event.type !== 'message' || event.leg !== 'bot' || event.direction !== direction) return undefined;
  const parsed = parseEvent(event.text);
  return parsed.kind === 'event' ? parsed : undefined;
}

function delaysToModel(events: readonly SessionEvent[]): number[] {
  const cameMs = new Map<number, number>();
  const delays: number[] = [];
  for (const event of events) {
    if (event.type === 'audio' && event.leg === 'genesys' && event.direction === 'in')
      cameMs.set(event.offset, event.atMs);
    const sent = message(event, 'out');
    if (sent?.type !== 'input_audio_buffer.append') continue;
    const came = cameMs.get(Number(fieldAt(sent.event, 'audio', '$audio', 'offset')));
    if (came !== undefined) delays.push(event.atMs - came);
  }
  return delays;
}

type AnswerStart = { readonly offset: number; readonly receivedMs: number; readonly sentMs: number };

/** Answers of which something went out: where each begins in track `bot`, when that came, and when its first frame left. */
function answerStarts(events: readonly SessionEvent[]): AnswerStart[] {
  const firsts = new Map<unknown, { offset: number; receivedMs: number }>();
  for (const event of events) {
    const came = message(event, 'in');
    if (came?.type !== 'response.output_audio.delta') continue;
    const responseId = fieldAt(came.event, 'response_id');
    const offset = Number(fieldAt(came.event, 'delta', '$audio', 'offset'));
    if (!firsts.has(responseId)) firsts.set(responseId, { offset, receivedMs: event.atMs });
  }
  const frames = framesOut(events);
  return [...firsts.values()].flatMap(({ offset, receivedMs }) => {
    const first = frames.find(frame => frame.offset <= offset && offset < frame.offset + frame.bytes);
    return first ? [{ offset, receivedMs, sentMs: first.atMs }] : [];
  });
}

function framesOut(events: readonly SessionEvent[]): AudioEvent[] {
  return events.filter(
    (event): event is AudioEvent => event.type === 'audio' && event.leg === 'genesys' && event.direction === 'out',
  );
}

/** The caller hears an answer from its first frame on: each further one must be there when its time comes. */
function lateFrames(events: readonly SessionEvent[], answers: readonly AnswerStart[]): number {
  return framesOut(events).filter(frame => {
    const answer = answers.findLast(({ offset }) => offset <= frame.offset);
    return answer !== undefined && frame.atMs > answer.sentMs + (frame.offset - answer.offset) / BYTES_PER_MS;
  }).length;
}

function ledgersOf(events: readonly SessionEvent[]): AnswerReport[] {
  return events.flatMap(event =>
    event.type === 'note' && event.code === ANSWER_LEDGER ? [event.data as unknown as AnswerReport] : [],
  );
}

function interruptionsOf(events: readonly SessionEvent[]): string[][] {
  const traces: string[][] = [];
  for (const [at, onset] of events.entries()) {
    if (message(onset, 'in')?.type !== 'input_audio_buffer.speech_started') continue;
    const after = events.slice(at).filter(({ atMs }) => atMs <= onset.atMs + TRACE_MS);
    if (!after.some(event => event.type === 'note' && event.code === ANSWER_LEDGER)) continue;
    const told = after.filter(event => event.type !== 'audio' && !isStream(event));
    traces.push(
      told.map(event => `${(event.atMs - onset.atMs).toFixed(1).padStart(8)} ms  ${formatEvent(event, 'server')}`),
    );
  }
  return traces;
}

/** Sound and words on their way, and signs of life: there are hundreds, and none of them decides anything. */
function isStream(event: SessionEvent): boolean {
  if (event.type !== 'message') return false;
  return /"type":"(?:input_audio_buffer\.append|[a-z_.]+\.delta|ping|pong)"/.test(event.text);
}
