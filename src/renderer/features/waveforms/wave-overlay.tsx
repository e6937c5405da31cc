import { type RefObject, useEffect, useRef } from 'react';
import { useStore } from '../../ui/store.ts';
import { placeLabel, shareOf, type TimeWindow } from './time-window.ts';
import { timeAt } from './use-wave-gestures.ts';
import type { Waves } from './waves.ts';
import './wave-overlay.css';

/** What lies over all lanes: the selection, what has not happened yet, the cursor, and the time under the pointer. */
export function WaveOverlay({ waves, area }: { waves: Waves; area: RefObject<HTMLElement | null> }) {
  return (
    <div className="wave-overlay" aria-hidden="true">
      <SelectedSpan waves={waves} />
      <LiveEdge waves={waves} />
      <Cursor waves={waves} />
      <HoverTime waves={waves} area={area} />
    </div>
  );
}

function SelectedSpan({ waves }: { waves: Waves }) {
  const selected = useStore(waves.selection);
  const { window } = useStore(waves.feed);
  if (!selected) return null;
  const left = Math.max(0, shareOf(window, selected.fromMs));
  const right = Math.min(1, shareOf(window, selected.toMs));
  if (right < 0 || left > 1) return null;
  return (
    <div
      className="wave-selection"
      data-testid="selection"
      style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
    />
  );
}

/** What has not happened yet is not silence: it is greyed out while the call is live. */
function LiveEdge({ waves }: { waves: Waves }) {
  const { window, extent } = useStore(waves.feed);
  const share = shareOf(window, extent.endMs);
  if (!extent.live || share >= 1) return null;
  return <div className="wave-future" style={{ left: `${Math.max(0, share) * 100}%` }} />;
}

function Cursor({ waves }: { waves: Waves }) {
  const { window } = useStore(waves.feed);
  const at = useStore(waves.player.cursorMs);
  const share = shareOf(window, at);
  if (share < 0 || share > 1) return null;
  return <div className="wave-cursor" data-testid="cursor" style={{ left: `${share * 100}%` }} />;
}

/** Moves with the pointer, outside React: it would draw all lanes again for each pixel. */
function HoverTime({ waves, area }: { waves: Waves; area: RefObject<HTMLElement | null> }) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    let pointerX: number | undefined;
    const show = () => {
      const shown = line.current;
      if (!shown) return;
      shown.hidden = pointerX === undefined;
      const { window } = waves.feed.get();
      if (pointerX !== undefined) place(shown, window, timeAt(element, window, pointerX));
    };
    const move = (event: PointerEvent) => {
      pointerX = event.clientX;
      show();
    };
    const leave = () => {
      pointerX = undefined;
      show();
    };
    // The picture may move under a pointer that stands.
    const stop = waves.feed.subscribe(show);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerleave', leave);
    return () => {
      stop();
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerleave', leave);
    };
  }, [waves, area]);
  return (
    <div className="wave-hover" ref={line} hidden>
      <span className="wave-hover-time mono" />
    </div>
  );
}

function place(line: HTMLElement, window: TimeWindow, ms: number): void {
  const share = shareOf(window, ms);
  line.style.left = `${share * 100}%`;
  // Near the right end the words go to the left of the line.
  line.dataset.side = share > 0.85 ? 'left' : 'right';
  if (line.firstElementChild) line.firstElementChild.textContent = placeLabel(ms, window);
}
