import { useMemo } from 'react';
import { RATE_PER_SECOND } from '../../../shared/audiohook/limits.ts';
import { audioLength } from '../../ui/format.ts';
import { useStore } from '../../ui/store.ts';
import { type Brush, LaneCanvas } from './lane-canvas.tsx';
import type { Waves } from './waves.ts';
import './load-lane.css';

/** A queue of less is drawn as high as one of this, ms: what is nothing must not look like much. */
const LEAST_QUEUE_MS = 1000;
const LEAST_RATE = 2 * RATE_PER_SECOND;

/** How much bot audio lay ahead of the caller's ear. */
export function QueueLane({ waves, width }: { waves: Waves; width: number }) {
  const view = useStore(waves.timeline);
  const { window } = useStore(waves.feed);
  const ahead = useMemo(() => view.sound.ahead(window.fromMs, window.toMs, Math.max(1, width)), [view, window, width]);
  const most = ahead.reduce((a, b) => Math.max(a, b), 0);
  const draw = useMemo(
    () =>
      ({ context, height, width: wide, colour }: Brush) => {
        context.fillStyle = colour('--bot');
        for (const [column, ms] of ahead.entries()) {
          const high = (ms / Math.max(LEAST_QUEUE_MS, most)) * (height - 2);
          context.fillRect((column / ahead.length) * wide, height - high, wide / ahead.length + 0.5, high);
        }
      },
    [ahead, most],
  );
  const words = `At most ${audioLength(most)} of bot audio ahead of the caller’s ear`;
  return (
    <div
      className="load-lane"
      role="img"
      aria-label={words}
      title={words}
      data-testid="lane-queue"
      data-most={Math.round(most)}
    >
      <LaneCanvas className="lane-canvas" draw={draw} />
      <span className="load-words" aria-hidden="true">
        {most > 0 ? `≤ ${audioLength(most)}` : ''}
      </span>
    </div>
  );
}

/** Frames a second to Genesys, against what it allows. */
export function RateLane({ waves, width }: { waves: Waves; width: number }) {
  const view = useStore(waves.timeline);
  const { window } = useStore(waves.feed);
  const { frames, over } = useMemo(
    () => view.rate.columns(window.fromMs, window.toMs, Math.max(1, width)),
    [view, window, width],
  );
  const most = frames.reduce((a, b) => Math.max(a, b), 0);
  const draw = useMemo(
    () =>
      ({ context, height, width: wide, colour }: Brush) => {
        const scale = (height - 2) / Math.max(LEAST_RATE, most);
        const [within, beyond] = [colour('--console'), colour('--problem')];
        for (const [column, count] of frames.entries()) {
          context.fillStyle = over[column] ? beyond : within;
          const high = count * scale;
          context.fillRect((column / frames.length) * wide, height - high, wide / frames.length + 0.5, high);
        }
        context.fillStyle = colour('--text');
        const budget = Math.round(height - RATE_PER_SECOND * scale) - 0.5;
        for (let x = 0; x < wide; x += 8) context.fillRect(x, budget, 4, 1);
      },
    [frames, over, most],
  );
  const isOver = over.includes(1);
  const words = `At most ${most} frames a second to Genesys; allowed are ${RATE_PER_SECOND} on average, 25 at once${isOver ? '. More than that was sent' : ''}`;
  return (
    <div className="load-lane" role="img" aria-label={words} title={words} data-testid="lane-rate" data-over={isOver}>
      <LaneCanvas className="lane-canvas" draw={draw} />
      <span className={`load-words ${isOver ? 'problem' : ''}`} aria-hidden="true">
        {most > 0 ? `≤ ${most} / s${isOver ? ', too many' : ''}` : ''}
      </span>
    </div>
  );
}
