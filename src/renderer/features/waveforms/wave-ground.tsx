import { useMemo } from 'react';
import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import type { Lane } from '../../../shared/contract/sound-contract.ts';
import { useStore } from '../../ui/store.ts';
import { type Brush, LaneCanvas } from './lane-canvas.tsx';
import { shareOf, type TimeWindow } from './time-window.ts';
import type { Waves } from './waves.ts';

type Span = { readonly fromMs: number; readonly toMs: number };

/**
 * What lies under a wave: a line where there is audio, also silent audio; nothing where there is none; hatching where
 * the client skipped time, and where a barge-in cut what was sent.
 */
export function WaveGround({ lane, waves }: { lane: Lane; waves: Waves }) {
  const view = useStore(waves.timeline);
  const { window, placing } = useStore(waves.feed);
  const draw = useMemo(() => {
    const { fromMs, toMs } = window;
    const there: Span[] = view.sound
      .segments(lane, fromMs, toMs, placing)
      .map(({ startMs, bytes }) => ({ fromMs: startMs, toMs: startMs + bytes / PCMU_BYTES_PER_MS }));
    const spans = ({ startMs, endMs }: { startMs: number; endMs: number }): Span => ({ fromMs: startMs, toMs: endMs });
    const heard = placing === 'heard';
    const cut = heard && lane === 'bot' ? view.sound.cuts(fromMs, toMs).map(spans) : [];
    const skipped = heard && lane !== 'bot' ? view.sound.gaps(lane, fromMs, toMs).map(spans) : [];
    return (brush: Brush) => drawGround(brush, window, lane, { there, cut, skipped });
  }, [view, window, placing, lane]);
  return <LaneCanvas className="lane-canvas" draw={draw} />;
}

function drawGround(
  { context, width, height, colour, hatch }: Brush,
  window: TimeWindow,
  lane: Lane,
  spans: { there: readonly Span[]; cut: readonly Span[]; skipped: readonly Span[] },
): void {
  const place = ({ fromMs, toMs }: Span): [number, number] => {
    const left = Math.max(-1, shareOf(window, fromMs) * width);
    return [left, Math.max(1, Math.min(width + 1, shareOf(window, toMs) * width) - left)];
  };
  for (const span of spans.skipped) {
    const [left, wide] = place(span);
    context.fillStyle = hatch('--line-strong');
    context.fillRect(left, 0, wide, height);
  }
  for (const span of spans.cut) {
    const [left, wide] = place(span);
    context.fillStyle = hatch(`--${lane}`);
    context.globalAlpha = 0.55;
    context.fillRect(left, 0, wide, height);
    context.globalAlpha = 1;
    context.fillStyle = colour('--problem');
    // Of a long call seen from afar the line alone is left, and the voice must be seen beside it.
    context.fillRect(left, 0, wide > 14 ? 2 : 1, height);
    if (wide > 14) {
      context.font = 'bold 11px sans-serif';
      context.fillText('×', left + 4, 11);
    }
  }
  context.fillStyle = colour(`--${lane}`);
  for (const span of spans.there) {
    const [left, wide] = place(span);
    context.fillRect(left, Math.round(height / 2) - 0.5, wide, 1);
  }
}
