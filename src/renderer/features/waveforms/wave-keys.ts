/** Keys of the waves. Those without `inWaves` act on the whole page. */
import type { KeyboardEvent } from 'react';
import { EVENT_LANES, type LaneItem } from '../../../shared/projections/event-lanes.ts';
import { isBareKey, isTyping } from '../../ui/keyboard.ts';
import { foldedLanes } from './shown-lanes.ts';
import { fit, follow, zoomAt } from './time-window.ts';
import type { Waves } from './waves.ts';

/** Keys while the waves have the focus. */
export function onWaveKey(event: KeyboardEvent, waves: Waves, onItem: (item: LaneItem) => void): void {
  if (!isBareKey(event.nativeEvent) || isTyping(event.nativeEvent)) return;
  const action = actionOf(event, waves, onItem);
  if (!action) return;
  event.preventDefault();
  event.stopPropagation();
  action();
}

function actionOf(event: KeyboardEvent, waves: Waves, onItem: (item: LaneItem) => void): (() => void) | undefined {
  const { feed, player, selection } = waves;
  const { extent, window } = feed.get();
  const at = player.cursorMs.get();
  const seek = (ms: number) => () => {
    player.seek(ms);
    feed.show(player.cursorMs.get());
  };
  const zoom = (factor: number) => () => {
    const inView = at >= window.fromMs && at <= window.toMs;
    feed.setView(zoomAt(window, feed.whole(), inView ? at : (window.fromMs + window.toMs) / 2, factor));
  };
  const step = event.shiftKey ? 5000 : 1000;
  switch (event.key) {
    case 'ArrowRight':
      return seek(at + step);
    case 'ArrowLeft':
      return seek(at - step);
    case 'Home':
      return seek(extent.startMs);
    case 'End':
      return extent.live ? () => feed.setView(follow) : seek(extent.endMs);
    case '+':
    case '=':
      return zoom(0.5);
    case '-':
      return zoom(2);
    case '0':
      return () => feed.setView(fit);
    case '[':
      return () => selection.set({ fromMs: at, toMs: Math.max(at, selection.get()?.toMs ?? extent.endMs) });
    case ']':
      return () => selection.set({ fromMs: Math.min(at, selection.get()?.fromMs ?? extent.startMs), toMs: at });
    case 'l':
      return () => player.loop.set(!player.loop.get());
    case 'Escape':
      return selection.get() && (() => selection.set(undefined));
    case ',':
    case '.': {
      const item = nextItem(waves, at, event.key === '.' ? 1 : -1);
      return item && (() => onItem(item));
    }
    default:
      return undefined;
  }
}

/** The next bar or mark of the shown lanes, after or before a time. */
function nextItem({ timeline }: Waves, ms: number, direction: 1 | -1): LaneItem | undefined {
  const shown = EVENT_LANES.filter(lane => !foldedLanes.get().has(lane));
  const found = shown.flatMap(lane => {
    const items = timeline.get().lanes.items(lane);
    const item = direction > 0 ? items.find(one => one.fromMs > ms) : items.findLast(one => one.fromMs < ms);
    return item ? [item] : [];
  });
  return found.sort((a, b) => direction * (a.fromMs - b.fromMs))[0];
}
