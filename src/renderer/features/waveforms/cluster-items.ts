/** Bars and marks of a lane as they are drawn: marks that would lie over each other become one. Pure. */
import type { LaneItem } from '../../../shared/projections/event-lanes.ts';
import { shareOf, type TimeWindow } from './time-window.ts';

export type Cluster = {
  readonly leftPx: number;
  readonly widthPx: number;
  /** At least one, in their order. */
  readonly items: readonly LaneItem[];
};

type Mark = { readonly leftPx: number; readonly widthPx: number; readonly items: LaneItem[] };

type Drawing = {
  readonly window: TimeWindow;
  readonly widthPx: number;
  /** How narrow a mark may be, px: what it takes to see and to hit it. */
  readonly leastPx: number;
  /** How wide a mark is that stands for several, px: what it takes to say so. Default: as any other. */
  readonly groupPx?: number;
  /** Where what goes on ends for now, ms. */
  readonly nowMs: number;
};

/** Bars may begin before the window: so many of those before it are looked at. */
const LOOK_BACK = 8;

/** Bars first, then the marks that lie over them. No mark lies over another. */
export function clusterItems(items: readonly LaneItem[], drawing: Drawing): Cluster[] {
  const { window, widthPx, leastPx, nowMs } = drawing;
  const bars: Cluster[] = [];
  const marks: Mark[] = [];
  for (let index = Math.max(0, firstFrom(items, window.fromMs) - LOOK_BACK); index < items.length; index += 1) {
    const item = items[index];
    if (!item || item.fromMs > window.toMs) break;
    const toMs = item.toMs ?? nowMs;
    if (toMs < window.fromMs) continue;
    const left = Math.max(0, shareOf(window, item.fromMs) * widthPx);
    const right = Math.min(widthPx, shareOf(window, toMs) * widthPx);
    // A bar keeps its length.
    if (right - left > leastPx) {
      bars.push({ leftPx: left, widthPx: right - left, items: [item] });
      continue;
    }
    addMark(marks, { leftPx: Math.min(left, widthPx - leastPx), widthPx: leastPx, items: [item] }, drawing);
  }
  return [...bars, ...marks];
}

/** One that lies over the mark before it becomes one with that; at the right end this may move it over another. */
function addMark(marks: Mark[], mark: Mark, drawing: Drawing): void {
  const { widthPx, leastPx, groupPx = leastPx } = drawing;
  const before = marks.at(-1);
  if (!before || mark.leftPx >= before.leftPx + before.widthPx - 0.5) {
    marks.push(mark);
    return;
  }
  marks.pop();
  for (const item of mark.items) before.items.push(item);
  addMark(marks, { ...before, leftPx: Math.min(before.leftPx, widthPx - groupPx), widthPx: groupPx }, drawing);
}

/** The first item that begins at `ms` or later. */
function firstFrom(items: readonly LaneItem[], ms: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.fromMs ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
