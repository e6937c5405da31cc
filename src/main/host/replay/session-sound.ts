/**
 * The sound of a session, past or live: peaks of a window, and placed audio to listen to. Works from the events and
 * the tracks; each track is looked at once and remembered as peaks.
 */
import { LevelMeasure } from '../../../shared/audio/level.ts';
import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import type { PeakPyramid } from '../../../shared/audio/peaks.ts';
import type { Lane } from '../../../shared/contract/sound-contract.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { CutAudio } from '../../../shared/projections/heard-audio.ts';
import { LANES, type PlacedSegment, type Placing, Timeline } from '../../../shared/projections/timeline.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { bytesBetween, type Drawn, drawColumns } from './draw-columns.ts';
import { noPeaks, PastSound, readTrackOn } from './past-sound.ts';
import { oneAfterTheOther, placeAudio } from './place-audio.ts';

/** Sessions whose peaks are kept: what a person has open, and a few they come back to. */
const MOST_KEPT = 12;
/** Tracks are measured in pieces of this size: an hour never lies in memory as a whole. */
const READ_BYTES = 1 << 18;
/** So long the first picture waits for what is still being read, ms, and so long each later one, which shows some more. */
const FIRST_PATIENCE_MS = 60;
const PATIENCE_MS = 250;

type Heard = { readonly timeline: Timeline; readonly peaks: Readonly<Record<Lane, PeakPyramid>> };
type Known = Heard & {
  peaks: Record<Lane, PeakPyramid>;
  nextN: number;
  busy: Promise<void>;
  ended: boolean;
  /** How many wait for it now. */
  asked: number;
  /** Of a session that was over when it was first asked for. */
  past: PastSound | undefined;
};
type Unreadable = 'no-such-session' | 'unreadable';

type LanePeaks = { lane: Lane; cut?: Drawn } & Drawn;
export type LaneLevel = { lane: Lane; rmsDbfs: number; peakDbfs: number };
export type Peaks = {
  startMs: number;
  durationMs: number;
  readUntilMs?: number;
  soundMissing: boolean;
  lanes: LanePeaks[];
};

export class SessionSound {
  readonly #store: SessionStore;
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #known = new Map<string, Known>();
  #isDisposed = false;

  /** @param clock tells how long a picture waited for what is still being read */
  constructor(store: SessionStore, clock: Pick<Clock, 'monotonicMs'>) {
    this.#store = store;
    this.#clock = clock;
    store.forgotten.on(id => void this.#forget(id));
  }

  /**
   * One min/max pair a column of a window on the session's clock. Of a session that is over and has not been looked at
   * before, as far as it could be read at once: ask again, and more of it is there.
   */
  async peaks(
    id: string,
    fromMs: number,
    toMs: number,
    columns: number,
    placing: Placing = 'heard',
  ): Promise<Result<Peaks, Unreadable>> {
    const askedMs = this.#clock.monotonicMs();
    const patienceMs = this.#known.has(id) ? PATIENCE_MS : FIRST_PATIENCE_MS;
    const found = await this.#follow(id, () => this.#clock.monotonicMs() - askedMs >= patienceMs);
    if (!found.ok) return found;
    const { timeline, peaks, past } = found.value;
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
    const { startMs } = timeline;
    const soundMissing = isSoundMissing(found.value);
    const readUntilMs = past?.readUntilMs;
    if (readUntilMs === undefined) return ok({ startMs, durationMs: timeline.durationMs, soundMissing, lanes });
    // How long the call was is known before all of it has been read.
    const durationMs = Math.max(timeline.durationMs, this.#store.get(id)?.durationMs ?? 0);
    return ok({ startMs, durationMs, readUntilMs, soundMissing, lanes });
  }

  /** Placed audio of one lane as PCMU; silence where nothing was said or heard. */
  async listen(
    id: string,
    lane: Lane,
    fromMs: number,
    durationMs: number,
    placing: Placing = 'heard',
  ): Promise<Result<Uint8Array, Unreadable>> {
    const found = await this.#follow(id);
    if (!found.ok) return found;
    const { timeline } = found.value;
    const segments =
      placing === 'heard'
        ? timeline.segments(lane, fromMs, fromMs + durationMs)
        : oneAfterTheOther(timeline.segments(lane, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, placing));
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

  /** Nobody asks for anything any more. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    for (const id of [...this.#known.keys()]) await this.#forget(id);
  }

  /** The session's timeline and peaks, brought up to date with its events. @param isEnough for now, of a past one */
  async #follow(id: string, isEnough: () => boolean = () => false): Promise<Result<Known, Unreadable>> {
    const session = this.#store.get(id);
    if (!session) return fail('no-such-session', `There is no session ${id}.`);
    const known = this.#known.get(id) ?? this.#begin(id, session.state !== 'live');
    this.#known.delete(id);
    this.#known.set(id, known);
    known.asked += 1;
    for (const [old, { asked }] of this.#known) {
      if (this.#known.size <= MOST_KEPT) break;
      if (asked === 0) void this.#forget(old);
    }
    let result: Result<Known, Unreadable> = ok(known);
    const work = known.busy.then(async () => {
      if (!known.ended)
        result = known.past ? await readPast(known, known.past, isEnough) : await this.#catchUp(id, known);
    });
    // The next in line waits for this one, whatever becomes of it; its failure is this caller's alone.
    known.busy = work.catch(() => undefined);
    try {
      await work;
    } finally {
      known.asked -= 1;
    }
    if (result.ok) return result;
    // Its files were taken away or replaced meanwhile: what is there now counts.
    if (known.past?.isClosed && !this.#isDisposed) return this.#follow(id, isEnough);
    if (this.#known.get(id) === known) void this.#forget(id);
    return result;
  }

  #begin(id: string, isOver: boolean): Known {
    const past = isOver ? new PastSound(this.#store, id) : undefined;
    const { timeline, peaks } = past ?? { timeline: new Timeline(), peaks: noPeaks() };
    return { timeline, peaks, nextN: 0, busy: Promise.resolve(), ended: false, asked: 0, past };
  }

  async #forget(id: string): Promise<void> {
    const known = this.#known.get(id);
    this.#known.delete(id);
    await known?.past?.close();
  }

  async #catchUp(id: string, known: Known): Promise<Result<Known, Unreadable>> {
    const ended = this.#store.get(id)?.state !== 'live';
    const events = await this.#store.eventsFrom(id, known.nextN);
    if (!events.ok) return events;
    for (const event of events.value) {
      known.timeline.add(event);
      known.nextN = event.n + 1;
    }
    for (const lane of LANES) await readTrackOn(this.#store, id, lane, known.peaks[lane]);
    known.ended = ended;
    return ok(known);
  }
}

async function readPast(known: Known, past: PastSound, isEnough: () => boolean): Promise<Result<Known, Unreadable>> {
  try {
    await past.readOn(isEnough);
  } catch (error) {
    return fail('unreadable', `The session cannot be read: ${(error as Error).message.replace(/\.$/, '')}.`);
  }
  known.ended = past.readUntilMs === undefined;
  return ok(known);
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
