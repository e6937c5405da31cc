/** Who is heard when in a session, measured on its tracks. They are read in pieces; what was measured is remembered. */
import { PCMU_BYTES_PER_MS, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { SoundSpans } from '../../../shared/audio/sound-spans.ts';
import { type VadSettings, VoiceSpans } from '../../../shared/audio/voice-spans.ts';
import type { HeardSpans } from '../../../shared/latency/spans.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import { type PlacedSpan, placeSpans } from '../../../shared/projections/place-spans.ts';
import { type LaneName, type PlacedSegment, Timeline } from '../../../shared/projections/timeline.ts';
import type { SessionStore } from '../capture/session-store.ts';

/** Sessions that are remembered: what a person has open, and a few they come back to. */
const MOST_KEPT = 12;
/** Tracks are read in pieces of this size, bytes. */
const READ_BYTES = 1 << 18;

/** To find the last voiced sample of a turn: the silence is shorter than any that a model is asked to wait for. */
const MEASURING: VadSettings = { threshold: 0.5, prefixPaddingMs: 0, silenceDurationMs: 300 };

type Unreadable = 'no-such-session' | 'unreadable';
type Measure = { append(codes: Uint8Array): void };
/** `read`: bytes of the track that were measured. */
type Measured<T extends Measure> = { readonly measure: T; read: number };
type Known = { caller: Measured<VoiceSpans>; bot: Measured<SoundSpans>; busy: Promise<unknown> };

export type VadTurn = PlacedSpan & { readonly stopMs?: number };

export class SessionHearing {
  readonly #store: SessionStore;
  readonly #known = new Map<string, Known>();

  constructor(store: SessionStore) {
    this.#store = store;
    store.forgotten.on(id => void this.#known.delete(id));
  }

  /**
   * Speech of the caller and sound of the bot so far, in order, ms of the session.
   * @param signal gives up: then it is what was heard so far
   */
  async heardSpans(
    id: string,
    signal?: AbortSignal,
  ): Promise<Result<{ caller: PlacedSpan[]; bot: PlacedSpan[] } & HeardSpans, Unreadable>> {
    const timeline = await this.#timeline(id);
    if (!timeline.ok) return timeline;
    const known = this.#remember(id);
    // One reader at a time: the next goes on where this one stopped.
    const work = known.busy.then(async () => {
      await this.#readOn(id, 'caller', known.caller, signal);
      await this.#readOn(id, 'bot', known.bot, signal);
    });
    known.busy = work.catch(() => undefined);
    await work;
    return ok({
      caller: placeSpans(known.caller.measure.spans, segmentsOf(timeline.value, 'caller')),
      bot: placeSpans(known.bot.measure.spans, segmentsOf(timeline.value, 'bot')),
    });
  }

  /** The caller's turns as another turn detection would have heard them. */
  async tryVad(id: string, settings: VadSettings): Promise<Result<VadTurn[], Unreadable>> {
    const timeline = await this.#timeline(id);
    if (!timeline.ok) return timeline;
    const voice = { measure: new VoiceSpans(PCMU_RATE_HZ, settings), read: 0 };
    await this.#readOn(id, 'caller', voice);
    const segments = segmentsOf(timeline.value, 'caller');
    return ok(
      voice.measure.spans.flatMap(span => {
        const pieces = placeSpans([span], segments);
        const [first] = pieces;
        const endMs = pieces.at(-1)?.endMs;
        if (!first || endMs === undefined) return [];
        const stopMs = span.stop === undefined ? {} : { stopMs: endMs + (span.stop - span.end) / PCMU_BYTES_PER_MS };
        return [{ startMs: first.startMs, endMs, ...stopMs }];
      }),
    );
  }

  async #timeline(id: string): Promise<Result<Timeline, Unreadable>> {
    const events = await this.#store.events(id);
    if (!events.ok) return events;
    const timeline = new Timeline();
    for (const event of events.value) timeline.add(event);
    return ok(timeline);
  }

  #remember(id: string): Known {
    const known = this.#known.get(id) ?? {
      caller: { measure: new VoiceSpans(PCMU_RATE_HZ, MEASURING), read: 0 },
      bot: { measure: new SoundSpans(), read: 0 },
      busy: Promise.resolve(),
    };
    this.#known.delete(id);
    this.#known.set(id, known);
    for (const old of this.#known.keys()) {
      if (this.#known.size <= MOST_KEPT) break;
      this.#known.delete(old);
    }
    return known;
  }

  async #readOn<T extends Measure>(
    id: string,
    track: LaneName,
    measured: Measured<T>,
    signal?: AbortSignal,
  ): Promise<void> {
    while (!signal?.aborted) {
      const piece = await this.#store.audio(id, track, measured.read, READ_BYTES);
      measured.measure.append(piece);
      measured.read += piece.length;
      if (piece.length < READ_BYTES) return;
    }
  }
}

function segmentsOf(timeline: Timeline, lane: LaneName): PlacedSegment[] {
  return timeline.segments(lane, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
}
