import { useEffect, useRef } from 'react';
import WaveSurfer from 'wavesurfer.js';
import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import type { Lane } from '../../../shared/contract/sound-contract.ts';
import { useStore } from '../../ui/store.ts';
import { colourVersion } from '../../ui/theme.ts';
import type { Columns } from './peaks-picture.ts';
import { WaveGround } from './wave-ground.tsx';
import type { Waves } from './waves.ts';
import './wave-lane.css';

/** One speaker's lane: the wave over its ground, and over it what a barge-in cut. */
export function WaveLane({ lane, waves }: { lane: Lane; waves: Waves }) {
  const { lanes, window, extent, placing, readUntilMs } = useStore(waves.feed);
  const { sound } = useStore(waves.timeline);
  const peaks = lanes[lane];
  const seconds = (window.toMs - window.fromMs) / 1000;
  const cuts = lane === 'bot' && placing === 'heard' ? sound.cuts(window.fromMs, window.toMs) : [];
  const cutMs = cuts.reduce((sum, { bytes }) => sum + bytes / PCMU_BYTES_PER_MS, 0);
  return (
    <div
      className={`wave-lane wave-${lane}`}
      data-testid={`lane-${lane}`}
      data-peak={peaks?.peak ?? 0}
      data-seconds={peaks ? (extent.endMs / 1000).toFixed(3) : '0'}
      data-cut-ms={Math.round(cutMs)}
      data-whole={peaks !== undefined && readUntilMs === undefined}
    >
      <WaveGround lane={lane} waves={waves} />
      {peaks && <Wave columns={peaks} seconds={seconds} className="wave" />}
      {peaks?.cut && <Wave columns={peaks.cut} seconds={seconds} className="wave wave-cut" />}
    </div>
  );
}

/**
 * Drawn by wavesurfer.js from peaks: channel 0 above the middle line, channel 1 below it. It draws the visible window
 * only and never decodes or plays anything; cursor and clicks belong to all lanes together.
 */
function Wave({ columns, seconds, className }: { columns: Columns; seconds: number; className: string }) {
  const colours = useStore(colourVersion);
  const box = useRef<HTMLDivElement>(null);
  const surfer = useRef<WaveSurfer>(undefined);

  useEffect(() => {
    if (!box.current) return;
    const made = WaveSurfer.create({
      container: box.current,
      height: 'auto',
      cursorWidth: 0,
      interact: false,
      hideScrollbar: true,
      // The page's policy lets just this style sheet in; see index.html.
      cspNonce: 'wavesurfer',
      // Its own shapes have a line where there is nothing: here nothing is drawn, and the ground tells silence from it.
      renderFunction: drawColumns,
    });
    surfer.current = made;
    freeOldCanvases(made);
    return () => {
      surfer.current = undefined;
      made.destroy();
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours change with the theme, not with a prop
  useEffect(() => {
    if (!box.current) return;
    const { color } = getComputedStyle(box.current);
    surfer.current?.setOptions({ waveColor: color, progressColor: color });
  }, [colours]);

  useEffect(() => {
    const drawn = surfer.current;
    if (!drawn) return;
    if (columns.top.length === 0) {
      drawn.empty();
      return;
    }
    drawn.load('', [columns.top, columns.bottom], seconds).catch((reason: unknown) => {
      // A newer picture took over, or the lane was closed: nothing is lost.
      if (surfer.current === drawn && !(reason instanceof DOMException && reason.name === 'AbortError')) throw reason;
    });
  }, [columns, seconds]);

  return <div className={className} ref={box} />;
}

/**
 * wavesurfer.js makes new canvases for each picture, ten a second while a call runs. What the old ones hold is given back
 * at once: the collector would do it for hundreds of them together, and hold up the page meanwhile.
 */
function freeOldCanvases(surfer: WaveSurfer): void {
  let shown: readonly HTMLCanvasElement[] = [];
  surfer.on('redrawcomplete', () => {
    for (const canvas of shown) canvas.width = 0;
    shown = [...surfer.getWrapper().querySelectorAll('canvas')];
  });
}

function drawColumns([top, bottom]: (Float32Array | number[])[], context: CanvasRenderingContext2D): void {
  if (!top) return;
  const { width, height } = context.canvas;
  const middle = height / 2;
  const wide = width / top.length;
  for (let column = 0; column < top.length; column += 1) {
    const up = (top[column] ?? 0) * middle;
    const down = -(bottom?.[column] ?? 0) * middle;
    if (up + down > 0) context.fillRect(column * wide, middle - up, Math.max(1, wide), Math.max(1, up + down));
  }
}
