/**
 * Asks the host for the peaks of what is visible. Never two requests in flight, at most ten a second: what changes
 * meanwhile is asked for once, afterwards.
 */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { Lane } from '../../../shared/contract/sound-contract.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';
import { fit, fitEndMs, pan, type TimeWindow, type View, windowOf } from './time-window.ts';

const PERIOD_MS = 100;
/** As many as a pane can show; also far below the contract's limit. */
const MOST_COLUMNS = 4000;

export type LanePeaks = {
  /** 0..1, above the middle line; one a column. */
  readonly top: Float32Array;
  /** -1..0, below it. */
  readonly bottom: Float32Array;
  /** Largest absolute value, 0..127. */
  readonly peak: number;
};

export type Peaks = {
  /** What is drawn. */
  readonly window: TimeWindow;
  readonly view: View;
  readonly durationMs: number;
  readonly lanes: Readonly<Partial<Record<Lane, LanePeaks>>>;
  readonly failure: string | undefined;
};

export type PeaksFeed = ReadableStore<Peaks> & {
  attach(client: ConsoleClient): () => void;
  setLive(live: boolean): void;
  setColumns(columns: number): void;
  setView(view: View): void;
  /** Moves a zoomed window so that `ms` is in it. */
  show(ms: number): void;
  /** Something happened in the session. */
  touch(): void;
  /** The window of the whole call. */
  whole(): TimeWindow;
};

export function createPeaksFeed(sessionId: string, known: { durationMs: number; live: boolean }): PeaksFeed {
  let live = known.live;
  const store = createStore<Peaks>({
    window: windowOf(fit, known.durationMs, live),
    view: fit,
    durationMs: known.durationMs,
    lanes: {},
    failure: undefined,
  });
  let client: ConsoleClient | undefined;
  let columns = 0;
  let dirty = false;
  let busy = false;

  const ask = async () => {
    if (busy || !dirty || !client || columns === 0) return;
    busy = true;
    dirty = false;
    const { view, durationMs } = store.get();
    const window = windowOf(view, durationMs, live);
    const answer = await client.peaks({ sessionId, ...window, columns });
    if (answer.ok) {
      const lanes = Object.fromEntries(
        answer.value.lanes.map(({ lane, min, max }) => [lane, lanePeaks(min, max)]),
      ) as Peaks['lanes'];
      const now = store.get();
      const duration = answer.value.durationMs;
      // The view may have moved meanwhile; then what arrived is not what is to be shown, and is asked for again.
      if (now.view === view) store.set({ window, view, durationMs: duration, lanes, failure: undefined });
      else store.set({ ...now, durationMs: duration });
      if (view.kind === 'fit' && fitEndMs(duration, live) !== window.toMs) dirty = true;
    } else if (answer.error.code !== 'disconnected') {
      store.set({ ...store.get(), failure: answer.error.message });
    }
    setTimeout(() => {
      busy = false;
      void ask();
    }, PERIOD_MS);
  };
  const touch = () => {
    dirty = true;
    void ask();
  };

  const whole = () => windowOf(fit, store.get().durationMs, live);
  const setView = (view: View) => {
    store.set({ ...store.get(), view });
    touch();
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    touch,
    attach: next => {
      client = next;
      touch();
      return () => {
        if (client === next) client = undefined;
      };
    },
    setLive: next => {
      if (live === next) return;
      live = next;
      touch();
    },
    setColumns: next => {
      const wanted = Math.max(1, Math.min(MOST_COLUMNS, Math.round(next)));
      if (wanted === columns) return;
      columns = wanted;
      touch();
    },
    setView,
    show: ms => {
      const { view } = store.get();
      if (view.kind === 'fit' || (ms >= view.fromMs && ms <= view.toMs)) return;
      setView(pan(view, whole(), ms - (view.fromMs + view.toMs) / 2));
    },
    whole,
  };
}

/** The contract's bytes are signed: -127..127, 127 is full scale. */
function lanePeaks(min: Uint8Array, max: Uint8Array): LanePeaks {
  const lows = new Int8Array(min.buffer, min.byteOffset, min.length);
  const highs = new Int8Array(max.buffer, max.byteOffset, max.length);
  const top = new Float32Array(highs.length);
  const bottom = new Float32Array(lows.length);
  let peak = 0;
  for (let at = 0; at < highs.length; at += 1) {
    const high = highs[at] ?? 0;
    const low = lows[at] ?? 0;
    top[at] = Math.max(0, high) / 127;
    bottom[at] = Math.min(0, low) / 127;
    peak = Math.max(peak, high, -low);
  }
  return { top, bottom, peak: Math.min(127, peak) };
}
