import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef } from 'react';
import { clockTime } from '../../ui/format.ts';
import { isBareKey } from '../../ui/keyboard.ts';
import { useStore } from '../../ui/store.ts';
import { useWidth } from '../../ui/use-width.ts';
import type { PeaksFeed } from './peaks-feed.ts';
import type { SessionPlayer } from './session-player.ts';
import { fit, pan, ticks, zoomAt } from './time-window.ts';
import { WaveLane } from './wave-lane.tsx';
import './waveforms.css';

type WavesProps = {
  feed: PeaksFeed;
  player: SessionPlayer;
  live: boolean;
  /** The user clicked at a time. */
  onVisit(ms: number): void;
};

/** Caller above, bot below, on one time axis, with one cursor. Click seeks, the wheel zooms at the pointer. */
export function Waveforms({ feed, player, live, onVisit }: WavesProps) {
  const area = useRef<HTMLDivElement>(null);
  const width = useWidth(area);
  // Stereo only: what the caller hears of people and announcements on the other side.
  const hasAgent = useStore(feed).lanes.agent !== undefined;
  useEffect(() => feed.setColumns(width), [feed, width]);
  useWheelZoom(area, feed);

  const timeAt = (clientX: number) => {
    const box = area.current?.getBoundingClientRect();
    const { window } = feed.get();
    if (!box || box.width === 0) return window.fromMs;
    return window.fromMs + ((clientX - box.left) / box.width) * (window.toMs - window.fromMs);
  };
  const onClick = (event: MouseEvent) => {
    player.seek(timeAt(event.clientX));
    onVisit(player.cursorMs.get());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isBareKey(event.nativeEvent)) return;
    const to = keyTarget(event, player.cursorMs.get(), feed.get().durationMs);
    if (to === undefined) return;
    event.preventDefault();
    player.seek(to);
  };

  return (
    <section className="waves" aria-label="Waveforms">
      <WaveBar feed={feed} player={player} />
      <div className="waves-body">
        <div className="waves-names" aria-hidden="true">
          <span className="wave-axis-name" />
          <span className="tone-caller">caller</span>
          {hasAgent && <span className="tone-agent">agent</span>}
          <span className="tone-bot">bot</span>
        </div>
        <Position area={area} feed={feed} player={player} onClick={onClick} onKeyDown={onKeyDown}>
          <TimeAxis feed={feed} width={width} />
          <WaveLane lane="caller" feed={feed} />
          {hasAgent && <WaveLane lane="agent" feed={feed} />}
          <WaveLane lane="bot" feed={feed} />
          <LiveEdge feed={feed} live={live} />
          <Cursor feed={feed} player={player} />
        </Position>
      </div>
    </section>
  );
}

function WaveBar({ feed, player }: { feed: PeaksFeed; player: SessionPlayer }) {
  const { durationMs, view, failure } = useStore(feed);
  const playing = useStore(player.playing);
  const playFailure = useStore(player.failure);
  const at = useStore(player.cursorMs);
  return (
    <div className="waves-bar">
      <button type="button" title="Space" disabled={durationMs <= 0} onClick={player.toggle}>
        {playing ? 'Pause' : 'Play'}
      </button>
      <span className="mono" data-testid="cursor-time" title="G jumps between this time and the selected message">
        {clockTime(at)}
      </span>
      <span className="quiet">of {clockTime(durationMs)}</span>
      {view.kind === 'zoomed' && (
        <button type="button" onClick={() => feed.setView(fit)}>
          Whole call
        </button>
      )}
      {(failure ?? playFailure) && (
        <span className="problem" role="alert">
          {failure ?? playFailure}
        </span>
      )}
    </div>
  );
}

type PositionProps = {
  area: RefObject<HTMLDivElement | null>;
  feed: PeaksFeed;
  player: SessionPlayer;
  onClick(event: MouseEvent): void;
  onKeyDown(event: KeyboardEvent): void;
  children: React.ReactNode;
};

/** The drawn time as a slider, so that the cursor is moved by keys too: arrows a second, with Shift five. */
function Position({ area, feed, player, onClick, onKeyDown, children }: PositionProps) {
  const { durationMs } = useStore(feed);
  const second = Math.floor(useStore(player.cursorMs) / 1000);
  return (
    <div
      className="waves-area"
      ref={area}
      role="slider"
      aria-label="Position"
      aria-keyshortcuts="g"
      aria-valuemin={0}
      aria-valuemax={Math.max(1, Math.round(durationMs / 1000))}
      aria-valuenow={second}
      aria-valuetext={`${second} s of ${Math.round(durationMs / 1000)} s`}
      tabIndex={0}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onDoubleClick={() => feed.setView(fit)}
    >
      {children}
    </div>
  );
}

function keyTarget(event: KeyboardEvent, at: number, durationMs: number): number | undefined {
  const step = event.shiftKey ? 5000 : 1000;
  if (event.key === 'ArrowRight') return at + step;
  if (event.key === 'ArrowLeft') return at - step;
  if (event.key === 'Home') return 0;
  if (event.key === 'End') return durationMs;
  return undefined;
}

function TimeAxis({ feed, width }: { feed: PeaksFeed; width: number }) {
  const { window } = useStore(feed);
  const span = window.toMs - window.fromMs;
  return (
    <div className="wave-axis" aria-hidden="true">
      {ticks(window, width).map(tick => (
        <span key={tick.atMs} className="wave-tick" style={{ left: `${((tick.atMs - window.fromMs) / span) * 100}%` }}>
          {tick.label}
        </span>
      ))}
    </div>
  );
}

/** What has not happened yet is not silence: it is hatched out while the call is live. */
function LiveEdge({ feed, live }: { feed: PeaksFeed; live: boolean }) {
  const { window, durationMs } = useStore(feed);
  const share = (durationMs - window.fromMs) / (window.toMs - window.fromMs);
  if (!live || share >= 1) return null;
  return <div className="wave-future" style={{ left: `${Math.max(0, share) * 100}%` }} />;
}

function Cursor({ feed, player }: { feed: PeaksFeed; player: SessionPlayer }) {
  const { window } = useStore(feed);
  const at = useStore(player.cursorMs);
  const share = (at - window.fromMs) / (window.toMs - window.fromMs);
  if (share < 0 || share > 1) return null;
  return <div className="wave-cursor" data-testid="cursor" style={{ left: `${share * 100}%` }} />;
}

/** Not a React handler: those are passive, and the pane must not scroll while it zooms. */
function useWheelZoom(area: RefObject<HTMLElement | null>, feed: PeaksFeed): void {
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { window, view } = feed.get();
      const now = view.kind === 'zoomed' ? view : window;
      const span = now.toMs - now.fromMs;
      const box = element.getBoundingClientRect();
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        if (view.kind === 'zoomed') feed.setView(pan(now, feed.whole(), (sideways / box.width) * span));
        return;
      }
      const atMs = now.fromMs + ((event.clientX - box.left) / box.width) * span;
      feed.setView(zoomAt(now, feed.whole(), atMs, 1.002 ** event.deltaY));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [area, feed]);
}
