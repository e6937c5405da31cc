/**
 * The sound of a session that is over: where it lies, and its peaks. Both are kept beside it; where they are not, its
 * events and tracks are read in pieces, as long as somebody asks for more, so that nothing goes on for who has left.
 */
import { PeakPyramid } from '../../../shared/audio/peaks.ts';
import { LANES, type LaneName, Timeline } from '../../../shared/projections/timeline.ts';
import type { SessionStore } from '../capture/session-store.ts';
import type { SoundPiece } from '../capture/sound-index.ts';

/** Tracks are read in pieces of this size: an hour never lies in memory as a whole. */
const READ_BYTES = 1 << 18;

export class PastSound {
  readonly timeline = new Timeline();
  readonly peaks: Record<LaneName, PeakPyramid> = noPeaks();
  /** How far all of it is here, ms; undefined once nothing is left to read. */
  readUntilMs: number | undefined = 0;
  readonly #store: SessionStore;
  readonly #id: string;
  /** Tracks without peaks beside them, and how many bytes of each the pieces so far speak of. */
  readonly #tracks = new Map<LaneName, number>();
  #pieces: AsyncGenerator<SoundPiece> | undefined;
  /** Why it could not be read: a generator that has thrown says from then on that it is done. */
  #failure: Error | undefined;
  #isClosed = false;

  constructor(store: SessionStore, id: string) {
    this.#store = store;
    this.#id = id;
  }

  /** It was closed, not broken: what is here is as good as nothing, unless all of it was. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Reads on until all is here, or enough for now. @throws when the session cannot be read, or was closed */
  async readOn(isEnough: () => boolean): Promise<void> {
    if (this.#failure) throw this.#failure;
    try {
      await this.#readOn(isEnough);
    } catch (error) {
      this.#failure = error as Error;
      throw error;
    }
  }

  /** Nobody will ask for more. */
  async close(): Promise<void> {
    this.#isClosed = this.#failure === undefined;
    await this.#pieces?.return(undefined);
  }

  async #readOn(isEnough: () => boolean): Promise<void> {
    this.#pieces ??= await this.#begin();
    while (this.readUntilMs !== undefined) {
      const { value, done } = await this.#pieces.next();
      this.#mustBeOpen();
      if (done) {
        await this.#finish();
        this.readUntilMs = undefined;
        return;
      }
      await this.#take(value);
      this.#mustBeOpen();
      // What was kept is all here sooner than it is drawn twice.
      if (!(value.isKept && this.#tracks.size === 0) && isEnough()) return;
    }
  }

  /** What comes from a closed one may be cut short, or of other files by now. */
  #mustBeOpen(): void {
    if (this.#isClosed) throw new Error('it was forgotten while it was read');
  }

  async #begin(): Promise<AsyncGenerator<SoundPiece>> {
    for (const lane of LANES) {
      const kept = await this.#store.peaks(this.#id, lane);
      if (kept) this.peaks[lane] = kept;
      else if ((await this.#store.audio(this.#id, lane, 0, 1)).length > 0) this.#tracks.set(lane, 0);
    }
    return this.#store.soundOf(this.#id);
  }

  async #take({ steps, untilMs }: SoundPiece): Promise<void> {
    for (const step of steps) {
      this.timeline.take(step);
      const named = step.kind === 'audio' ? this.#tracks.get(step.lane) : undefined;
      if (step.kind === 'audio' && named !== undefined)
        this.#tracks.set(step.lane, Math.max(named, step.offset + step.bytes));
    }
    this.timeline.reach(untilMs);
    for (const [lane, bytes] of this.#tracks) await readTrackOn(this.#store, this.#id, lane, this.peaks[lane], bytes);
    this.readUntilMs = untilMs;
  }

  async #finish(): Promise<void> {
    for (const lane of this.#tracks.keys()) {
      const peaks = this.peaks[lane];
      await readTrackOn(this.#store, this.#id, lane, peaks);
      this.#mustBeOpen();
      if (peaks.samples > 0) await this.#store.keepPeaks(this.#id, lane, peaks);
    }
  }
}

export function noPeaks(): Record<LaneName, PeakPyramid> {
  return { caller: new PeakPyramid(), agent: new PeakPyramid(), bot: new PeakPyramid() };
}

/** Adds to the peaks what the track has beyond them, up to byte `until` at least. */
export async function readTrackOn(
  store: SessionStore,
  id: string,
  lane: LaneName,
  peaks: PeakPyramid,
  until = Number.POSITIVE_INFINITY,
): Promise<void> {
  while (peaks.samples < until) {
    const piece = await store.audio(id, lane, peaks.samples, READ_BYTES);
    peaks.append(piece);
    if (piece.length < READ_BYTES) return;
  }
}
