/**
 * Where audio lies on the session's clock, folded from the events: the client's by AudioHook position, the bot's where
 * it was heard. Never by arrival: frames come in bursts, and a model speaks faster than real time.
 */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import type { SessionEvent } from '../events/session-event.ts';
import { assertNever } from '../lib/assert-never.ts';
import { type CutAudio, HeardAudio } from './heard-audio.ts';
import { type Gap, PositionedTrack } from './positioned-track.ts';
import { type SoundStep, soundStepOf } from './sound-steps.ts';

/** Tracks of PCMU that are drawn and heard: what the caller says, what they hear of agents (stereo), and the bot. */
export const LANES = ['caller', 'agent', 'bot'] as const;
export type LaneName = (typeof LANES)[number];

/** `heard`: where the caller said or heard it. `arrived`: when it went over the wire, frame by frame. */
export const PLACINGS = ['heard', 'arrived'] as const;
export type Placing = (typeof PLACINGS)[number];

/** Bytes `offset..offset+bytes` of a lane's track sound from `startMs` on. */
export type PlacedSegment = { readonly offset: number; readonly bytes: number; readonly startMs: number };

/** A client that sent nothing for so long sends no audio for now: three of its frames. */
const CLIENT_PAUSE_MS = 600;

export class Timeline {
  readonly #client = { caller: new PositionedTrack(), agent: new PositionedTrack() };
  readonly #bot = new HeardAudio();
  #lastEventMs = 0;

  add(event: SessionEvent): void {
    this.reach(event.atMs);
    const step = soundStepOf(event);
    if (step) this.take(step);
  }

  /** Something happened as late as this, ms: the session is at least so long. */
  reach(atMs: number): void {
    this.#lastEventMs = Math.max(this.#lastEventMs, atMs);
  }

  take(step: SoundStep): void {
    this.reach(step.atMs);
    switch (step.kind) {
      case 'audio':
        if (step.lane === 'bot') this.#bot.layout.sent(step, step.atMs);
        else this.#client[step.lane].add(step);
        break;
      case 'started':
        this.#bot.layout.started(step.atMs);
        break;
      case 'completed':
        this.#bot.layout.completed(step.atMs);
        break;
      case 'barge-in':
        this.#bot.layout.bargeIn(step.atMs);
        break;
      case 'skip':
        for (const track of Object.values(this.#client)) track.skip(step.ms, step.why);
        break;
      case 'faster':
        for (const track of Object.values(this.#client)) track.keepOrigin();
        break;
      default:
        assertNever(step, 'step of a sound');
    }
  }

  /** Where the clock begins, ms: 0, or before it where the caller spoke before the connection stood. */
  get startMs(): number {
    return Math.min(0, this.#client.caller.startMs, this.#client.agent.startMs);
  }

  /** Last thing that happened or sounds, ms. */
  get durationMs(): number {
    return Math.max(this.#lastEventMs, this.#client.caller.endMs, this.#client.agent.endMs);
  }

  /**
   * Up to when the sound of all lanes is here, ms. A frame of the client is known when it has ended: while it sends
   * them, time goes no further than the last.
   */
  get knownUntilMs(): number {
    const { caller } = this.#client;
    const sends = this.#lastEventMs - caller.lastArrivedMs < CLIENT_PAUSE_MS;
    return sends ? caller.endMs : this.#lastEventMs;
  }

  /** Audio of a lane between two times. Where it was heard, neighbours that follow without a gap are joined. */
  segments(lane: LaneName, fromMs: number, toMs: number, placing: Placing = 'heard'): PlacedSegment[] {
    const track = lane === 'bot' ? this.#bot : this.#client[lane];
    if (placing === 'arrived') return track.arrived(fromMs, toMs);
    const placed = lane === 'bot' ? this.#bot.heard() : this.#client[lane].segments();
    return placed.filter(
      ({ startMs, bytes }) => bytes > 0 && startMs < toMs && startMs + bytes / PCMU_BYTES_PER_MS > fromMs,
    );
  }

  /**
   * Frames that carried bytes `offset..offset+bytes` of the bot's track, where each was heard; the parts of them that lie
   * in the range. Frames are sent in the track's order.
   */
  botFrames(offset: number, bytes: number): { startMs: number; bytes: number; heardBytes: number }[] {
    const { frames } = this.#bot.layout;
    let low = 0;
    let high = frames.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const frame = frames[middle];
      if (frame && frame.offset + frame.bytes > offset) high = middle;
      else low = middle + 1;
    }
    const found: { startMs: number; bytes: number; heardBytes: number }[] = [];
    for (let frame = frames[low]; frame && frame.offset < offset + bytes; low += 1, frame = frames[low]) {
      const skipped = Math.max(0, offset - frame.offset);
      const length = Math.min(frame.offset + frame.bytes, offset + bytes) - frame.offset - skipped;
      const heardBytes = Math.max(0, Math.min(length, frame.heardBytes - skipped));
      found.push({ startMs: frame.startMs + skipped / PCMU_BYTES_PER_MS, bytes: length, heardBytes });
    }
    return found;
  }

  /** When the byte at `offset` of a client's track sounds, ms; `undefined` where there is no such byte. */
  clientTimeOf(lane: 'caller' | 'agent', offset: number): number | undefined {
    return this.#client[lane].timeOf(offset);
  }

  /** Bot audio that was sent and that a barge-in cut, between two times, where it would have been heard. */
  cuts(fromMs: number, toMs: number): CutAudio[] {
    return this.#bot.cuts().filter(({ startMs, endMs }) => startMs < toMs && endMs > fromMs);
  }

  /** Time without audio of a client's lane that the client accounts for, between two times. */
  gaps(lane: Exclude<LaneName, 'bot'>, fromMs: number, toMs: number): Gap[] {
    return this.#client[lane].gaps().filter(({ startMs, endMs }) => startMs < toMs && endMs > fromMs);
  }

  /** Milliseconds of bot audio ahead of the caller's ear: the most of each of `columns` equal parts of a window. */
  ahead(fromMs: number, toMs: number, columns: number): Float32Array {
    return this.#bot.ahead(fromMs, toMs, columns);
  }
}
