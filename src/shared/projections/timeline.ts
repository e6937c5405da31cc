/**
 * Where audio lies on the session's clock, folded from the events: the caller's by AudioHook position, the bot's where
 * it was heard. Never by arrival: frames come in bursts, and a model speaks faster than real time.
 */

import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import { PlaybackLayout } from '../audio/playback-layout.ts';
import { parseDurationMs } from '../audiohook/duration.ts';
import type { SessionEvent } from '../events/session-event.ts';

/** Bytes `offset..offset+bytes` of a lane's track sound from `startMs` on. */
export type PlacedSegment = { readonly offset: number; readonly bytes: number; readonly startMs: number };

type CallerRun = { offset: number; bytes: number; positionBytes: number };

/** Messages that move audio; looked for in the text before it is parsed, because most messages do not. */
const MOVES = /"(?:playback_started|playback_completed|barge_in|resumed|discarded)"/;

export class Timeline {
  readonly #runs: CallerRun[] = [];
  readonly #bot = new PlaybackLayout();
  /** Position of the caller's audio in bytes of PCMU: discarded time counts, as in the protocol. */
  #positionBytes = 0;
  /** Session time of position 0: the least that any frame allows, because a frame can only come late. */
  #originMs = Number.POSITIVE_INFINITY;
  #lastEventMs = 0;

  add(event: SessionEvent): void {
    this.#lastEventMs = Math.max(this.#lastEventMs, event.atMs);
    if (event.type === 'audio') {
      // Converted audio (L16) is the console's own event; the bot's is laid out where it went to Genesys.
      if (event.track === 'caller' && event.leg !== 'bot') this.#addCaller(event);
      else if (event.track === 'bot' && event.leg === 'genesys') this.#bot.sent(event, event.atMs);
    } else if (event.leg !== 'genesys') return;
    else if (event.type === 'message' && MOVES.test(event.text)) this.#move(event.text, event.atMs);
  }

  /** Last thing that happened or sounds, ms. */
  get durationMs(): number {
    const callerMs = Number.isFinite(this.#originMs) ? this.#originMs + this.#positionBytes / PCMU_BYTES_PER_MS : 0;
    return Math.max(this.#lastEventMs, callerMs);
  }

  /** Placed audio of a lane that sounds between two times; neighbours that follow without a gap are joined. */
  segments(lane: 'caller' | 'bot', fromMs: number, toMs: number): PlacedSegment[] {
    const placed =
      lane === 'caller'
        ? this.#runs.map(run => ({
            offset: run.offset,
            bytes: run.bytes,
            startMs: this.#originMs + run.positionBytes / PCMU_BYTES_PER_MS,
          }))
        : joined(this.#bot.frames.map(({ offset, heardBytes, startMs }) => ({ offset, bytes: heardBytes, startMs })));
    return placed.filter(
      ({ startMs, bytes }) => bytes > 0 && startMs < toMs && startMs + bytes / PCMU_BYTES_PER_MS > fromMs,
    );
  }

  #addCaller(range: { atMs: number; offset: number; bytes: number }): void {
    const last = this.#runs.at(-1);
    const follows =
      last && last.offset + last.bytes === range.offset && last.positionBytes + last.bytes === this.#positionBytes;
    if (follows) last.bytes += range.bytes;
    else this.#runs.push({ offset: range.offset, bytes: range.bytes, positionBytes: this.#positionBytes });
    this.#positionBytes += range.bytes;
    this.#originMs = Math.min(this.#originMs, range.atMs - this.#positionBytes / PCMU_BYTES_PER_MS);
  }

  #move(text: string, atMs: number): void {
    let message: { type?: unknown; parameters?: { discarded?: unknown; entities?: unknown } };
    try {
      message = JSON.parse(text);
    } catch {
      // Not JSON: the capture shows it as it is, and it moved nothing.
      return;
    }
    const { type, parameters } = message;
    if (type === 'playback_started') this.#bot.started(atMs);
    else if (type === 'playback_completed') this.#bot.completed(atMs);
    else if (type === 'event' && isBargeIn(parameters?.entities)) this.#bot.bargeIn(atMs);
    else if (type === 'resumed' || type === 'discarded') {
      const discarded = parameters?.discarded;
      const skippedMs = typeof discarded === 'string' ? parseDurationMs(discarded) : undefined;
      this.#positionBytes += Math.round((skippedMs ?? 0) * PCMU_BYTES_PER_MS);
    }
  }
}

function isBargeIn(entities: unknown): boolean {
  return Array.isArray(entities) && entities.some(entity => (entity as { type?: unknown } | null)?.type === 'barge_in');
}

function joined(segments: readonly PlacedSegment[]): PlacedSegment[] {
  const out: { offset: number; bytes: number; startMs: number }[] = [];
  for (const segment of segments) {
    const last = out.at(-1);
    const lastEndMs = last && last.startMs + last.bytes / PCMU_BYTES_PER_MS;
    const gapless = lastEndMs !== undefined && Math.abs(segment.startMs - lastEndMs) < 0.01;
    if (last && gapless && last.offset + last.bytes === segment.offset) last.bytes += segment.bytes;
    else out.push({ ...segment });
  }
  return out;
}
