/** The pointer on the waves: press seeks, drag selects, drag on the axis or Shift and wheel moves, wheel zooms. */
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { nextFrame } from '../../ui/next-frame.ts';
import { pan, type TimeWindow, zoomAt } from './time-window.ts';
import type { Waves } from './waves.ts';

/** Less than this is a press, not a drag, px. */
const DRAG_PX = 4;
/** How near to an end of the selection takes hold of it, px. */
const GRIP_PX = 6;

/** The time at a place of the page, by the element that spans the window. */
export function timeAt(area: Element | null, window: TimeWindow, clientX: number): number {
  const box = area?.getBoundingClientRect();
  if (!box || box.width === 0) return window.fromMs;
  return window.fromMs + ((clientX - box.left) / box.width) * (window.toMs - window.fromMs);
}

type Drag = { readonly startX: number; readonly anchorMs: number; moved: boolean };

/** Handlers for the lanes: `onPress` is told of a press that was no drag. */
export function useSelecting(area: RefObject<HTMLElement | null>, waves: Waves, onPress: (ms: number) => void) {
  const drag = useRef<Drag>(undefined);
  const { feed, selection } = waves;
  const at = (event: PointerEvent) => {
    const { startMs, endMs } = feed.get().extent;
    return Math.max(startMs, Math.min(endMs, timeAt(area.current, feed.get().window, event.clientX)));
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const ms = at(event);
      const selected = selection.get();
      const { fromMs, toMs } = feed.get().window;
      const gripMs = (GRIP_PX * (toMs - fromMs)) / (area.current?.clientWidth || 1);
      // Near an end of what is selected, or with Shift, the other end stays.
      const anchorMs = selected && otherEnd(selected, ms, event.shiftKey ? Number.POSITIVE_INFINITY : gripMs);
      drag.current = {
        startX: event.clientX,
        anchorMs: anchorMs ?? ms,
        moved: event.shiftKey && selected !== undefined,
      };
      if (drag.current.moved) select(waves, drag.current.anchorMs, ms);
    },
    onPointerMove: (event: PointerEvent) => {
      const now = drag.current;
      if (!now) return;
      now.moved ||= Math.abs(event.clientX - now.startX) >= DRAG_PX;
      if (now.moved) select(waves, now.anchorMs, at(event));
    },
    onPointerUp: (event: PointerEvent) => {
      const now = drag.current;
      drag.current = undefined;
      if (!now || now.moved) return;
      const ms = at(event);
      const selected = selection.get();
      if (selected && (ms < selected.fromMs || ms > selected.toMs)) selection.set(undefined);
      hold(waves);
      onPress(ms);
    },
    onPointerCancel: () => {
      drag.current = undefined;
    },
  };
}

function otherEnd({ fromMs, toMs }: TimeWindow, ms: number, withinMs: number): number | undefined {
  const [toFrom, toTo] = [Math.abs(ms - fromMs), Math.abs(ms - toMs)];
  if (Math.min(toFrom, toTo) > withinMs) return undefined;
  return toFrom < toTo ? toMs : fromMs;
}

function select(waves: Waves, a: number, b: number): void {
  hold(waves);
  waves.selection.set({ fromMs: Math.min(a, b), toMs: Math.max(a, b) });
}

/** Who points at something wants it to stay: what follows the live edge stands from then on. */
function hold({ feed }: Waves): void {
  const { view, window } = feed.get();
  if (view.kind === 'follow') feed.setView({ kind: 'zoomed', ...window });
}

/** Handlers for the axis: a drag moves the window. */
export function usePanning(area: RefObject<HTMLElement | null>, { feed }: Waves) {
  const lastX = useRef<number>(undefined);
  return {
    onPointerDown: (event: PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      lastX.current = event.clientX;
    },
    onPointerMove: (event: PointerEvent) => {
      if (lastX.current === undefined || feed.get().view.kind === 'fit') return;
      const { window } = feed.get();
      const msPerPx = (window.toMs - window.fromMs) / (area.current?.clientWidth || 1);
      feed.setView(pan(window, feed.whole(), (lastX.current - event.clientX) * msPerPx));
      lastX.current = event.clientX;
    },
    onPointerUp: () => {
      lastX.current = undefined;
    },
    onPointerCancel: () => {
      lastX.current = undefined;
    },
  };
}

/** Not React handlers: those are passive, and the pane must not scroll while it zooms. */
export function useWheel(area: RefObject<HTMLElement | null>, { feed }: Waves): void {
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    // Wheels tell of themselves more often than the page is drawn: what came since the last frame is one move.
    let turned = { aside: 0, zoom: 0, clientX: 0 };
    let waiting = false;
    const move = () => {
      const { aside, zoom, clientX } = turned;
      turned = { aside: 0, zoom: 0, clientX };
      waiting = false;
      const { window, view } = feed.get();
      const span = window.toMs - window.fromMs;
      if (aside !== 0 && view.kind !== 'fit') {
        feed.setView(pan(window, feed.whole(), (aside / element.clientWidth) * span));
      }
      if (zoom !== 0) {
        const { window: now } = feed.get();
        feed.setView(zoomAt(now, feed.whole(), timeAt(element, now, clientX), 1.002 ** zoom));
      }
    };
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      const isAside = event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY);
      turned = {
        aside: turned.aside + (isAside ? sideways : 0),
        zoom: turned.zoom + (isAside ? 0 : event.deltaY),
        clientX: event.clientX,
      };
      if (!waiting) nextFrame(move);
      waiting = true;
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [area, feed]);
}
