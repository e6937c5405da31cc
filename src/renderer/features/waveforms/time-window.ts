/** Which part of a session's clock is drawn, and where its ticks are. Pure. */

export type TimeWindow = { readonly fromMs: number; readonly toMs: number };

/** How far the session's clock goes so far. It may begin before 0: the caller spoke before the connection stood. */
export type Extent = { readonly startMs: number; readonly endMs: number; readonly live: boolean };

/**
 * `fit`: the whole call, growing with it. `follow`: so much of it before the live edge, moving with it. `zoomed`: where
 * the user went, and it stays there.
 */
export type View =
  | { readonly kind: 'fit' }
  | { readonly kind: 'follow'; readonly spanMs: number }
  | ({ readonly kind: 'zoomed' } & TimeWindow);

export const fit: View = { kind: 'fit' };
/** What is shown of a live call: a few turns. */
export const follow: View = { kind: 'follow', spanMs: 30_000 };

/** Shortest window: eight samples. */
const SHORTEST_MS = 1;
const SHORTEST_FIT_MS = 1000;
const STEPS_MS = [1, 1.5, 2, 3, 4.5, 6, 9, 12].map(step => step * 10_000);
/** Where the live edge is in a window that follows it: what comes next has a little room. */
const EDGE_SHARE = 0.95;

/**
 * The end of the whole call's window. While live it moves in steps, so that the picture does not shrink ten times a
 * second under the pointer.
 */
export function fitEndMs({ endMs, live }: Extent): number {
  if (!live) return Math.max(SHORTEST_FIT_MS, endMs);
  const known = STEPS_MS.find(step => endMs < step);
  return known ?? (Math.floor(endMs / 60_000) + 1) * 60_000;
}

export function windowOf(view: View, extent: Extent): TimeWindow {
  switch (view.kind) {
    case 'fit':
      return { fromMs: extent.startMs, toMs: fitEndMs(extent) };
    case 'follow': {
      const fromMs = Math.max(extent.startMs, extent.endMs - EDGE_SHARE * view.spanMs);
      return { fromMs, toMs: fromMs + view.spanMs };
    }
    default:
      return { fromMs: view.fromMs, toMs: view.toMs };
  }
}

/** Narrows (`factor` below 1) or widens the window; the time at `atMs` stays where it is. Widest is the whole call. */
export function zoomAt(now: TimeWindow, whole: TimeWindow, atMs: number, factor: number): View {
  const span = Math.max(SHORTEST_MS, (now.toMs - now.fromMs) * factor);
  if (span >= whole.toMs - whole.fromMs) return fit;
  const share = (atMs - now.fromMs) / (now.toMs - now.fromMs);
  return within(atMs - share * span, span, whole);
}

/** Moves the window by `byMs`, not beyond the call. */
export function pan(now: TimeWindow, whole: TimeWindow, byMs: number): View {
  return within(now.fromMs + byMs, now.toMs - now.fromMs, whole);
}

function within(fromMs: number, span: number, whole: TimeWindow): View {
  const from = Math.max(whole.fromMs, Math.min(whole.toMs - span, fromMs));
  return { kind: 'zoomed', fromMs: from, toMs: from + span };
}

/** Where a time lies in a window: 0 its beginning, 1 its end; outside of that where it lies outside. */
export function shareOf({ fromMs, toMs }: TimeWindow, ms: number): number {
  return (ms - fromMs) / (toMs - fromMs);
}

export type Tick = { readonly atMs: number; readonly label: string };

const TICK_STEPS_MS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000];
const MOST_TICK_STEPS_MS = [60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000];
/** Windows that are shorter show samples, which are 0.125 ms long. */
const EXACT_BELOW_MS = 100;
/** Room for `1:02:03.0045` and air. */
const TICK_PX = 84;

/** Ticks at round times, as many as have room for their label. */
export function ticks({ fromMs, toMs }: TimeWindow, widthPx: number): Tick[] {
  const most = Math.max(1, Math.floor(widthPx / TICK_PX));
  const steps = [...TICK_STEPS_MS, ...MOST_TICK_STEPS_MS];
  const step = steps.find(candidate => (toMs - fromMs) / candidate <= most) ?? 3_600_000;
  const found: Tick[] = [];
  for (let at = Math.ceil(fromMs / step); at * step <= toMs; at += 1)
    found.push({ atMs: at * step, label: tickLabel(at * step, step) });
  return found;
}

function tickLabel(atMs: number, stepMs: number): string {
  return timeLabel(atMs, stepMs >= 1000 ? 0 : stepMs >= 100 ? 1 : stepMs >= 10 ? 2 : stepMs >= 1 ? 3 : 4);
}

/** The time at a place of the window, so exact that two samples have two times. */
export function placeLabel(atMs: number, { fromMs, toMs }: TimeWindow): string {
  return timeLabel(atMs, toMs - fromMs < EXACT_BELOW_MS ? 5 : 3);
}

function timeLabel(atMs: number, digits: number): string {
  // Rounded before it is parted: 59.9999 s are a minute.
  const scale = 10 ** (digits - 3);
  const ms = Math.round(Math.abs(atMs) * scale) / scale;
  const minutes = Math.floor(ms / 60_000);
  const seconds = ((ms - minutes * 60_000) / 1000).toFixed(digits).padStart(digits === 0 ? 2 : digits + 3, '0');
  const hours = Math.floor(minutes / 60);
  const text = hours > 0 ? `${hours}:${String(minutes % 60).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
  return atMs < 0 ? `−${text}` : text;
}
