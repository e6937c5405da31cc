import { type PointerEvent, useMemo, useRef } from 'react';
import { useStore } from '../../ui/store.ts';
import { type Brush, LaneCanvas } from './lane-canvas.tsx';
import { pan, shareOf } from './time-window.ts';
import type { Waves } from './waves.ts';
import './wave-map.css';

/** The whole call, small, and in it the part that is drawn above. Press or drag to go elsewhere. */
export function WaveMap({ waves }: { waves: Waves }) {
  const { overview, window, view, extent } = useStore(waves.feed);
  const box = useRef<HTMLDivElement>(null);
  const whole = overview?.window ?? waves.feed.whole();
  const draw = useMemo(
    () =>
      ({ context, width, height, colour }: Brush) => {
        const { caller, bot } = overview?.lanes ?? {};
        const middle = height / 2;
        for (const [lane, up] of [
          ['caller', true],
          ['bot', false],
        ] as const) {
          const peaks = lane === 'caller' ? caller : bot;
          if (!peaks) continue;
          context.fillStyle = colour(`--${lane}`);
          for (let x = 0; x < width; x += 1) {
            const from = Math.floor((x / width) * peaks.top.length);
            const to = Math.max(from + 1, Math.floor(((x + 1) / width) * peaks.top.length));
            let most = 0;
            for (let at = from; at < to; at += 1) most = Math.max(most, peaks.top[at] ?? 0, -(peaks.bottom[at] ?? 0));
            const high = most * (middle - 1);
            context.fillRect(x, up ? middle - high : middle, 1, high);
          }
        }
      },
    [overview],
  );
  const goTo = (event: PointerEvent) => {
    const area = box.current?.getBoundingClientRect();
    if (!area || view.kind === 'fit') return;
    const atMs = whole.fromMs + ((event.clientX - area.left) / area.width) * (whole.toMs - whole.fromMs);
    waves.feed.setView(pan(window, waves.feed.whole(), atMs - (window.fromMs + window.toMs) / 2));
  };
  const left = Math.max(0, shareOf(whole, window.fromMs));
  const right = Math.min(1, shareOf(whole, window.toMs));
  return (
    <div
      className="wave-map"
      ref={box}
      data-testid="wave-map"
      title="The whole call; press or drag to go there"
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event);
      }}
      onPointerMove={event => event.buttons === 1 && goTo(event)}
    >
      <LaneCanvas className="lane-canvas" draw={draw} />
      {extent.live && (
        <div className="wave-map-future" style={{ left: `${Math.min(1, shareOf(whole, extent.endMs)) * 100}%` }} />
      )}
      {view.kind !== 'fit' && (
        <div className="wave-map-window" style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }} />
      )}
    </div>
  );
}
