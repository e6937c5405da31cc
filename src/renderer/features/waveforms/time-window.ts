/** Which part of a session's clock is drawn, and where its ticks are. Pure. */

export type TimeWindow = { readonly fromMs: number; readonly toMs: number };
/** `fit`: the whole call, growing with it. */
export type View = { readonly kind: 'fit' } | ({ readonly kind: 'zoomed' } & TimeWindow);

export const fit: View = { kind: 'fit' };

/** Shortest window: a wave of 100 Hz shows twice. */
const SHORTEST_MS = 20;
const SHORTEST_FIT_MS = 1000;
const STEPS_MS = [1, 1.5, 2, 3, 4.5, 6, 9, 12].map(step => step * 10_000);

/**
 * The end of the whole call's window. While live it moves in steps, so that the picture does not shrink ten times a
 * second under the pointer.
 */
export function fitEndMs(durationMs: number, live: boolean): number {
  if (!live) return Math.max(SHORTEST_FIT_MS, durationMs);
  const known = STEPS_MS.find(step => durationMs < step);
  return known ?? (Math.floor(durationMs / 60_000) + 1) * 60_000;
}

export function windowOf(view: View, durationMs: number, live: boolean): TimeWindow {
  return view.kind === 'fit' ? { fromMs: 0, toMs: fitEndMs(durationMs, live) } : view;
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

export type Tick = { readonly atMs: number; readonly label: string };

const TICK_STEPS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000];
const MOST_TICK_STEPS_MS = [300_000, 600_000, 1_800_000, 3_600_000];
/** Room for `1:02:03.004` and air. */
const TICK_PX = 84;

/** Ticks at round times, as many as have room for their label. */
export function ticks({ fromMs, toMs }: TimeWindow, widthPx: number): Tick[] {
  const most = Math.max(1, Math.floor(widthPx / TICK_PX));
  const steps = [...TICK_STEPS_MS, ...MOST_TICK_STEPS_MS];
  const step = steps.find(candidate => (toMs - fromMs) / candidate <= most) ?? 3_600_000;
  const first = Math.ceil(fromMs / step) * step;
  const found: Tick[] = [];
  for (let atMs = first; atMs <= toMs; atMs += step) found.push({ atMs, label: tickLabel(atMs, step) });
  return found;
}

function tickLabel(atMs: number, stepMs: number): string {
  const digits = stepMs >= 1000 ? 0 : stepMs >= 100 ? 1 : stepMs >= 10 ? 2 : 3;
  const minutes = Math.floor(atMs / 60_000);
  const seconds = ((atMs - minutes * 60_000) / 1000).toFixed(digits).padStart(digits === 0 ? 2 : digits + 3, '0');
  const hours = Math.floor(minutes / 60);
  return hours > 0 ? `${hours}:${String(minutes % 60).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}
