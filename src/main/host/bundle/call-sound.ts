/** The sound of a whole session, laid on its clock as it was heard: what call.wav and the report are made of. */
import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import { PeakPyramid } from '../../../shared/audio/peaks.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { type LaneName, type PlacedSegment, Timeline } from '../../../shared/projections/timeline.ts';
import { placeAudio } from '../replay/place-audio.ts';

export type ReadTrack = (track: string, offset: number, bytes: number) => Promise<Uint8Array>;

export class CallSound {
  /** Until the last sound, to a whole millisecond, so that pieces of it join without a gap. */
  readonly durationMs: number;
  readonly #segments: Readonly<Record<LaneName, readonly PlacedSegment[]>>;
  readonly #read: ReadTrack;

  constructor(events: readonly SessionEvent[], read: ReadTrack) {
    const timeline = new Timeline();
    for (const event of events) timeline.add(event);
    const all = (lane: LaneName) => timeline.segments(lane, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    this.#segments = { caller: all('caller'), agent: all('agent'), bot: all('bot') };
    const lastEnd = (segments: readonly PlacedSegment[]) =>
      segments.reduce((latest, { startMs, bytes }) => Math.max(latest, startMs + bytes / PCMU_BYTES_PER_MS), 0);
    const endMs = Math.max(...Object.values(this.#segments).map(lastEnd));
    // A client may claim to have skipped a year: nothing sounds later than all audio in a row after the last event.
    const bytes = events.reduce((sum, event) => sum + (event.type === 'audio' ? event.bytes : 0), 0);
    const latestMs = (events.at(-1)?.atMs ?? 0) + bytes / PCMU_BYTES_PER_MS;
    this.durationMs = Math.ceil(Math.max(0, Math.min(endMs, latestMs)));
    this.#read = read;
  }

  has(lane: LaneName): boolean {
    return this.#segments[lane].length > 0;
  }

  /** Where a lane has sound, from and to, ms; neighbours without a gap are joined. */
  spans(lane: LaneName): [number, number][] {
    const joined: [number, number][] = [];
    for (const { startMs, bytes } of this.#segments[lane]) {
      const last = joined.at(-1);
      const endMs = startMs + bytes / PCMU_BYTES_PER_MS;
      if (last && startMs - last[1] < SHORTEST_GAP_MS) last[1] = Math.max(last[1], endMs);
      else joined.push([startMs, endMs]);
    }
    return joined;
  }

  /** PCMU of a lane in a window. */
  lane(lane: LaneName, fromMs: number, durationMs: number): Promise<Uint8Array> {
    const toMs = fromMs + durationMs;
    const inside = this.#segments[lane].filter(
      ({ startMs, bytes }) => startMs < toMs && startMs + bytes / PCMU_BYTES_PER_MS > fromMs,
    );
    return placeAudio(inside, fromMs, durationMs, (offset, bytes) => this.#read(lane, offset, bytes));
  }

  /** Loudest sample of each column of the whole, 0 to 127. */
  async peaks(lane: LaneName, columns: number): Promise<number[]> {
    const pyramid = new PeakPyramid();
    for (let fromMs = 0; fromMs < this.durationMs; fromMs += PIECE_MS) {
      pyramid.append(await this.lane(lane, fromMs, Math.min(PIECE_MS, this.durationMs - fromMs)));
    }
    const step = pyramid.samples / columns;
    return [...Array(columns).keys()].map(column => {
      const { min, max } = pyramid.range(Math.floor(column * step), Math.ceil((column + 1) * step));
      return Math.max(-min, max);
    });
  }
}

const PIECE_MS = 60_000;
/** Shorter than a frame: no silence that anybody hears or sees. */
const SHORTEST_GAP_MS = 20;
