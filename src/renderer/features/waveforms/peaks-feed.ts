/**
 * What is drawn of a session, asked of the host. A move of the view is drawn at once from what is here, and exactly when
 * the host has answered. Never two requests in flight; while nobody moves anything, at most ten a second.
 */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { Lane } from '../../../shared/contract/sound-contract.ts';
import type { Placing } from '../../../shared/projections/timeline.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';
import { columnsOf, type Lanes, lanePeaks, type Picture, preview } from './peaks-picture.ts';
import { type Extent, fit, fitEndMs, follow, pan, type TimeWindow, type View, windowOf } from './time-window.ts';

const PERIOD_MS = 100;
/** The whole of a live call is asked for again this often. */
const OVERVIEW_MS = 1000;
/** Of the whole call: more than a pane is wide, so that first pictures are not too coarse. */
const OVERVIEW_COLUMNS = 4000;
/** As many as a pane can show; also far below the contract's limit. */
const MOST_COLUMNS = 4000;

export type Peaks = {
  /** What is drawn. */
  readonly window: TimeWindow;
  readonly view: View;
  readonly extent: Extent;
  readonly placing: Placing;
  readonly lanes: Lanes;
  /** The whole call, for the map and for first pictures; undefined until it was asked for. */
  readonly overview: Picture | undefined;
  /** Audio was sent in this session, but none of it is here. */
  readonly soundMissing: boolean;
  /** The host still reads the session: up to here all of its sound is drawn, ms. */
  readonly readUntilMs: number | undefined;
  /** The user has stopped that, or an error has: nothing more is read until they want it. */
  readonly readingStopped: boolean;
  readonly failure: string | undefined;
};

/** What somebody looked at: which part, and placed how. */
export type Drawn = Pick<Peaks, 'view' | 'placing'>;

/** Whether there is anything to hear. */
export const isPlayable = ({ extent, soundMissing }: Pick<Peaks, 'extent' | 'soundMissing'>) =>
  extent.endMs > 0 && !soundMissing;

/** The host reads a session of which there was no index, and nothing has stopped it. */
export const isReadingSound = ({ readUntilMs, readingStopped }: Pick<Peaks, 'readUntilMs' | 'readingStopped'>) =>
  readUntilMs !== undefined && !readingStopped;

export type PeaksFeed = ReadableStore<Peaks> & {
  attach(client: ConsoleClient): () => void;
  setLive(live: boolean): void;
  setColumns(columns: number): void;
  setView(view: View): void;
  setPlacing(placing: Placing): void;
  /** Moves a window that stands so that `ms` is in it: in its middle, or a tenth from its left. */
  show(ms: number, at?: 'middle' | 'left'): void;
  /** Something happened in a live session. */
  touch(): void;
  /** Stops the reading of a session that takes long, or goes on with it. */
  setReading(wanted: boolean): void;
  /** The window of the whole call. */
  whole(): TimeWindow;
};

/** @param left what was looked at when it was left */
export function createPeaksFeed(
  sessionId: string,
  known: { durationMs: number; live: boolean },
  left?: Drawn,
): PeaksFeed {
  const extent: Extent = { startMs: 0, endMs: known.durationMs, live: known.live };
  const first = known.live ? follow : fit;
  const view = left?.view.kind === 'zoomed' || (known.live && left) ? left.view : first;
  const store = createStore<Peaks>({
    window: windowOf(view, extent),
    ...{ view, extent },
    placing: left?.placing ?? 'heard',
    lanes: {},
    overview: undefined,
    soundMissing: false,
    readUntilMs: undefined,
    readingStopped: false,
    failure: undefined,
  });
  let client: ConsoleClient | undefined;
  let columns = 0;
  let dirty = false;
  let busy = false;
  /** What the host last answered for a view. */
  let exact: Picture | undefined;
  let overviewAtMs = Number.NEGATIVE_INFINITY;
  /** The overview is of a session that was not read to its end. */
  let overviewPartial = false;

  const fetchPicture = async (window: TimeWindow, placing: Placing, count: number) => {
    if (!client) return undefined;
    const answer = await client.peaks({ sessionId, ...window, columns: count, placing });
    if (!answer.ok) {
      const { code, message } = answer.error;
      // Nobody waits for sound that cannot be read.
      if (code !== 'disconnected') {
        store.update(now => ({
          ...now,
          failure: message,
          readingStopped: now.readingStopped || now.readUntilMs !== undefined,
        }));
      }
      return undefined;
    }
    const { startMs, durationMs, soundMissing, readUntilMs, lanes } = answer.value;
    const drawn: Lanes = Object.fromEntries(
      lanes.map(({ lane, min, max, cut }) => [
        lane satisfies Lane,
        lanePeaks(columnsOf(min, max), cut && columnsOf(cut.min, cut.max)),
      ]),
    );
    const picture: Picture = { window, lanes: drawn };
    return { picture, soundMissing, readUntilMs, extent: { ...store.get().extent, startMs, endMs: durationMs } };
  };

  /** Draws from what is here; not where nothing is, or no pane. */
  const drawn = (now: Peaks, window: TimeWindow): Lanes => {
    const known = [exact, now.overview].filter(picture => picture !== undefined);
    return known.length > 0 && columns > 0 ? preview(known, window, columns) : now.lanes;
  };

  /**
   * The whole call, asked for before the pane is laid out and has a width: when it has, there is a picture. Says whether
   * there is more to read: what waits for all the sound waits also while the pane is folded away.
   */
  const askFirst = async (): Promise<boolean> => {
    if (store.get().overview && !isReadingSound(store.get())) return false;
    const answer = await askOverview(store.get().extent, false);
    const now = store.get();
    if (!answer) return false;
    const { extent, readUntilMs, soundMissing } = answer;
    const window = windowOf(now.view, extent);
    store.set({ ...now, window, extent, readUntilMs, soundMissing, lanes: drawn(now, window), failure: undefined });
    return isReadingSound(store.get());
  };

  const ask = async () => {
    if (busy || !dirty || !client) return;
    busy = true;
    if (columns === 0) {
      const reads = await askFirst();
      busy = false;
      // What else has not come by now is told of when the pane has a width.
      if (columns > 0 || reads) void ask();
      return;
    }
    dirty = false;
    const asked = store.get();
    const window = windowOf(asked.view, asked.extent);
    const answer = await fetchPicture(window, asked.placing, columns);
    let moved = false;
    let reading = false;
    if (answer) {
      const now = store.get();
      // Sound that lies elsewhere now is no first picture either.
      if (now.placing === asked.placing) exact = answer.picture;
      const { extent, soundMissing, readUntilMs } = answer;
      // The view may have moved meanwhile; then what arrived is not what is to be shown, and is asked for again.
      moved = now.view !== asked.view || now.placing !== asked.placing;
      const known = { ...now, extent, readUntilMs };
      if (moved) store.set(known);
      else store.set({ ...known, window, soundMissing, lanes: answer.picture.lanes, failure: undefined });
      const grown = now.view.kind === 'fit' && fitEndMs(extent) !== window.toMs;
      const begun = extent.startMs !== asked.extent.startMs;
      reading = isReadingSound(store.get());
      dirty ||= moved || grown || begun || reading;
      await askOverview(extent, readUntilMs !== undefined);
    }
    setTimeout(
      () => {
        busy = false;
        void ask();
      },
      moved || reading ? 0 : PERIOD_MS,
    );
  };
  const askOverview = async (extent: Extent, partial: boolean) => {
    const { overview, placing } = store.get();
    const window = windowOf(fit, extent);
    const due = performance.now() - overviewAtMs >= OVERVIEW_MS;
    const same = overview?.window.toMs === window.toMs && overview.window.fromMs === window.fromMs;
    const grows = extent.live || partial;
    if (same && !(due && grows) && overviewPartial === partial) return undefined;
    overviewAtMs = performance.now();
    const answer = await fetchPicture(window, placing, OVERVIEW_COLUMNS);
    const now = store.get();
    if (!answer || now.placing !== placing) return undefined;
    overviewPartial = answer.readUntilMs !== undefined;
    store.set({ ...now, overview: answer.picture });
    return answer;
  };
  const touch = () => {
    dirty = true;
    void ask();
  };

  const whole = () => windowOf(fit, store.get().extent);
  const setView = (view: View) => {
    const now = store.get();
    const window = windowOf(view, now.extent);
    store.set({ ...now, view, window, lanes: drawn(now, window) });
    touch();
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    touch: () => {
      // The sound of a session that is over does not change while its events are still coming.
      if (store.get().extent.live) touch();
    },
    setReading: wanted => {
      store.set({ ...store.get(), readingStopped: !wanted });
      if (wanted) touch();
    },
    attach: next => {
      client = next;
      touch();
      return () => {
        if (client === next) client = undefined;
      };
    },
    setLive: live => {
      const now = store.get();
      if (now.extent.live === live) return;
      // What moved with the edge has none any more.
      const view = now.view.kind === 'follow' ? fit : now.view;
      store.set({ ...now, view, extent: { ...now.extent, live } });
      touch();
    },
    setColumns: next => {
      const wanted = Math.min(MOST_COLUMNS, Math.round(next));
      // A pane that is not laid out yet has no width.
      if (wanted === columns || wanted < 1) return;
      columns = wanted;
      const now = store.get();
      if (!exact && now.overview) store.set({ ...now, lanes: drawn(now, now.window) });
      touch();
    },
    setView,
    setPlacing: placing => {
      exact = undefined;
      store.set({ ...store.get(), placing, overview: undefined });
      touch();
    },
    show: (ms, at = 'middle') => {
      const { view, window } = store.get();
      if (view.kind === 'fit' || (ms >= window.fromMs && ms <= window.toMs)) return;
      const share = at === 'middle' ? 0.5 : 0.1;
      setView(pan(window, whole(), ms - (window.fromMs + share * (window.toMs - window.fromMs))));
    },
    whole,
  };
}
