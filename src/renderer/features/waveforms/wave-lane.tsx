import { useEffect, useRef } from 'react';
import WaveSurfer from 'wavesurfer.js';
import type { Lane } from '../../../shared/contract/sound-contract.ts';
import { useStore } from '../../ui/store.ts';
import { colourVersion } from '../../ui/theme.ts';
import type { PeaksFeed } from './peaks-feed.ts';

/**
 * One speaker's waveform, drawn by wavesurfer.js from peaks: channel 0 above the middle line, channel 1 below it. It
 * draws the visible window only and never decodes or plays anything; cursor and clicks belong to all lanes together.
 */
export function WaveLane({ lane, feed }: { lane: Lane; feed: PeaksFeed }) {
  const { lanes, window, durationMs } = useStore(feed);
  const colours = useStore(colourVersion);
  const box = useRef<HTMLDivElement>(null);
  const surfer = useRef<WaveSurfer>(undefined);
  const peaks = lanes[lane];
  const seconds = (window.toMs - window.fromMs) / 1000;

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
    });
    surfer.current = made;
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
    if (!peaks || peaks.top.length === 0) {
      drawn.empty();
      return;
    }
    drawn.load('', [peaks.top, peaks.bottom], seconds).catch((reason: unknown) => {
      // A newer picture took over, or the lane was closed: nothing is lost.
      if (surfer.current === drawn && !(reason instanceof DOMException && reason.name === 'AbortError')) throw reason;
    });
  }, [peaks, seconds]);

  return (
    <div
      className={`wave-lane wave-${lane}`}
      ref={box}
      data-testid={`lane-${lane}`}
      data-peak={peaks?.peak ?? 0}
      data-seconds={peaks ? (durationMs / 1000).toFixed(3) : '0'}
    />
  );
}
