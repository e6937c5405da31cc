/**
 * The sound of a session, past or live: peaks of a window, and placed audio to listen to. Works from the events and
 * the tracks; each track is looked at once and remembered as peaks.
 */
import { LevelMeasure } from '../../../shared/audio/level.ts';
import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import { PeakPyramid } from '../../../shared/audio/peaks.ts';
import type { Lane } from '../../../shared/contract/sound-contract.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { CutAudio } from '../../../shared/projections/heard-audio.ts';
import { LANES, type PlacedSegment, type Placing, Timeline } from '../../../shared/projections/timeline.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { bytesBetween, type Drawn, drawColumns } from './draw-columns.ts';
import { placeAudio } from './place-audio.ts';

/** Sessions whose peaks are kept: what a person has open, and a few they come back to. */
const MOST_KEPT = 12;
/** Tracks are read in pieces of this size: an hour never lies in memory as a whole. */
const READ_BYTES = 1 << 18;

type Known = {
  timeline: Timeline;
  peaks: Record<Lane, PeakPyramid>;
  nextN: number;
  busy: Promise<void>;
  ended: boolean;
};
type Unreadable = 'no-such-session' | 'unreadable';

type LanePeaks = { lane: Lane; cut?: Drawn } & Drawn;
export type LaneLevel = { lane: Lane; rmsDbfs: number; peakDbfs: number };
export type Peaks = { startMs: number; durationMs: number; soundMissing: boolean; lanes: LanePeaks[] };

export class SessionSound {
  readonly #store: SessionStore;
  readonly #known = new Map<string, Known>();

  constructor(store: SessionStore) {
    this.#store = store;
    store.forgotten.on(id => void this.#known.delete(id));
  }

  /** One min/max pair a column of a window on the session's clock. */
  async peaks(
    id: string,
    fromMs: number,
    toMs: number,
    columns: number,
    placing: Placing = 'heard',
  ): Promise<Result<Peaks, Unreadable>> {
    const found = await this.#follow(id);
    if (!found.ok) return found;
    const { timeline, peaks } = found.value;
    const window = { fromMs, toMs, columns };
    const lanes: LanePeaks[] = [];
    for (const lane of LANES) {
      if (lane === 'agent' && peaks.agent.samples === 0) continue;
      const draw = (segments: readonly PlacedSegment[]) =>
        drawColumns(window, segments, peaks[lane], (offset, bytes) => this.#store.audio(id, lane, offset, bytes));
      const cuts = lane === 'bot' && placing === 'heard' ? timeline.cuts(fromMs, toMs) : [];
      lanes.push({
        lane,
        ...(await draw(timeline.segments(lane, fromMs, toMs, placing))),
        ...(cuts.length > 0 ? { cut: await draw(cuts.map(shownPart)) } : {}),
      });
    }
    const { startMs, durationMs } = timeline;
    return ok({ startMs, durationMs, soundMissing: isSoundMissing(found.value), lanes });
  }

  /** Placed audio of one lane as PCMU; silence where nothing was said or heard. */
  async listen(id: string, lane: Lane, fromMs: number, durationMs: number): Promise<Result<Uint8Array, Unreadable>> {
    const found = await this.#follow(id);
    if (!found.ok) return found;
    const segments = found.value.timeline.segments(lane, fromMs, fromMs + durationMs);
    return ok(await placeAudio(segments, fromMs, durationMs, (at, bytes) => this.#store.audio(id, lane, at, bytes)));
  }

  /** How loud each lane is in a window; read in pieces, however long it is. */
  async measure(id: string, fromMs: number, toMs: number): Promise<Result<LaneLevel[], Unreadable>> {
    const found = await this.#follow(id);
    if (!found.ok) return found;
    const { timeline, peaks } = found.value;
    const levels: LaneLevel[] = [];
    for (const lane of LANES) {
      if (lane === 'agent' && peaks.agent.samples === 0) continue;
      const level = new LevelMeasure();
      let samples = 0;
      for (const segment of timeline.segments(lane, fromMs, toMs)) {
        const { from, to } = bytesBetween(segment, fromMs, toMs);
        for (let at = from; at < to; at += READ_BYTES) {
          level.add(await this.#store.audio(id, lane, at, Math.min(READ_BYTES, to - at)));
        }
        samples += to - from;
      }
      level.addSilence(Math.max(0, Math.round((toMs - fromMs) * PCMU_BYTES_PER_MS) - samples));
      levels.push({ lane, rmsDbfs: level.rmsDbfs, peakDbfs: level.peakDbfs });
    }
    return ok(levels);
  }

  /** Up to when the sound of all lanes is here, ms of the session. */
  async knownUntil(id: string): Promise<Result<number, Unreadable>> {
    const found = await this.#follow(id);
    return found.ok ? ok(found.value.timeline.knownUntilMs) : found;
  }

  /** The session's timeline and peaks, brought up to date with its events. */
  async #follow(id: string): Promise<Result<Known, Unreadable>> {
    let known = this.#known.get(id);
    if (!known) {
      known = {
        timeline: new Timeline(),
        peaks: { caller: new PeakPyramid(), agent: new PeakPyramid(), bot: new PeakPyramid() },
        nextN: 0,
        busy: Promise.resolve(),
        ended: false,
      };
    }
    this.#known.delete(id);
    this.#known.set(id, known);
    for (const old of this.#known.keys()) {
      if (this.#known.size <= MOST_KEPT) break;
      this.#known.delete(old);
    }
    const following = known;
    let result: Result<Known, Unreadable> = ok(following);
    const work = following.busy.then(async () => {
      if (!following.ended) result = await this.#catchUp(id, following);
    });
    // The next in line waits for this one, whatever becomes of it; its failure is this caller's alone.
    following.busy = work.catch(() => undefined);
    await work;
    if (!result.ok) this.#known.delete(id);
    return result;
  }

  async #catchUp(id: string, known: Known): Promise<Result<Known, Unreadable>> {
    const ended = this.#store.get(id)?.state !== 'live';
    if (ended && known.nextN === 0) return this.#openPast(id, known);
    const events = await this.#store.events(id);
    if (!events.ok) return events;
    let nextN = known.nextN;
    for (let index = this.#indexOf(events.value, nextN); index < events.value.length; index += 1) {
      const event = events.value[index];
      if (!event) continue;
      known.timeline.add(event);
      nextN = event.n + 1;
    }
    known.nextN = nextN;
    for (const lane of LANES) await this.#readOn(id, lane, known.peaks[lane]);
    known.ended = ended;
    return ok(known);
  }

  /** A session that is over: of its events only those that place sound, of its sound the peaks that lie beside it. */
  async #openPast(id: string, known: Known): Promise<Result<Known, Unreadable>> {
    const read = await this.#store.eventsOf(
      id,
      line => Timeline.needs(line),
      event => known.timeline.add(event),
    );
    if (!read.ok) return read;
    for (const lane of LANES) {
      const kept = await this.#store.peaks(id, lane);
      if (kept) known.peaks[lane] = kept;
      else {
        await this.#readOn(id, lane, known.peaks[lane]);
        if (known.peaks[lane].samples > 0) await this.#store.keepPeaks(id, lane, known.peaks[lane]);
      }
    }
    known.ended = true;
    return ok(known);
  }

  /** Events are numbered without gaps unless lines were damaged: the number is the place to begin to look. */
  #indexOf(events: readonly { n: number }[], n: number): number {
    let index = Math.min(n, events.length);
    while (index > 0 && (events[index - 1]?.n ?? -1) >= n) index -= 1;
    return index;
  }

  async #readOn(id: string, lane: Lane, peaks: PeakPyramid): Promise<void> {
    for (;;) {
      const piece = await this.#store.audio(id, lane, peaks.samples, READ_BYTES);
      peaks.append(piece);
      if (piece.length < READ_BYTES) return;
    }
  }
}

/** Of a session that is over: its events place sound, and no track has any. */
function isSoundMissing({ ended, timeline, peaks }: Known): boolean {
  const all = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  return (
    ended &&
    LANES.every(lane => peaks[lane].samples === 0) &&
    LANES.some(lane => timeline.segments(lane, ...all, 'arrived').length > 0)
  );
}

/** What was cut, as far as it lies before what was heard next. */
function shownPart({ offset, bytes, startMs, endMs }: CutAudio): PlacedSegment {
  return { offset, startMs, bytes: Math.min(bytes, Math.round((endMs - startMs) * PCMU_BYTES_PER_MS)) };
}
