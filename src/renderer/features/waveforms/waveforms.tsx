import {
  type KeyboardEvent,
  type PropsWithChildren,
  type RefObject,
  useEffect,
  useRef,
  useSyncExternalStore,
} from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { Lane } from '../../../shared/contract/sound-contract.ts';
import type { LaneItem } from '../../../shared/projections/event-lanes.ts';
import { useStore } from '../../ui/store.ts';
import { useWidth } from '../../ui/use-width.ts';
import { EventLane } from './event-lane.tsx';
import { LaneName } from './lane-name.tsx';
import { QueueLane, RateLane } from './load-lane.tsx';
import { MessagesLane } from './messages-lane.tsx';
import { ReadingBar, UnreadEvents, UnreadSound } from './reading.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { foldedLanes } from './shown-lanes.ts';
import { fit, ticks } from './time-window.ts';
import { usePanning, useSelecting, useWheel } from './use-wave-gestures.ts';
import { WaveBar } from './wave-bar.tsx';
import { onWaveKey } from './wave-keys.ts';
import { WaveLane } from './wave-lane.tsx';
import { WaveMap } from './wave-map.tsx';
import { WaveOverlay } from './wave-overlay.tsx';
import type { Waves } from './waves.ts';
import './waveforms.css';

/** Lanes of bars and marks; they are called what they hold. */
const MARK_LANES = ['speech', 'response', 'events'] as const;

type WavesProps = {
  waves: Waves;
  client: ConsoleClient | undefined;
  /** The user clicked at a time. */
  onVisit(ms: number): void;
  /** The user chose a bar or a mark. */
  onItem(item: LaneItem): void;
};

/** Both sounds and what happened beside them, on one time axis with one cursor. */
export function Waveforms({ waves, client, onVisit, onItem }: WavesProps) {
  const { feed, player } = waves;
  const area = useRef<HTMLDivElement>(null);
  const width = useWidth(area);
  const folded = useStore(foldedLanes);
  // Stereo only: what the caller hears of people and announcements on the other side.
  const { lanes, soundMissing } = useStore(feed);
  const hasAgent = lanes.agent !== undefined;
  const voices = (['caller', ...(hasAgent ? (['agent'] as const) : []), 'bot'] as const).filter(id => !folded.has(id));
  useEffect(() => feed.setColumns(width), [feed, width]);
  useFollowCursor(waves);
  useWheel(area, waves);
  const panning = usePanning(area, waves);
  const choose = (item: LaneItem) => {
    player.seek(item.fromMs);
    feed.show(item.fromMs);
    onItem(item);
  };

  return (
    <section className="waves" aria-label="Waveforms">
      <WaveBar waves={waves} />
      <SelectionBar waves={waves} client={client} />
      <ReadingBar waves={waves} />
      {soundMissing && (
        <p className="waves-missing quiet" role="status">
          The sound of this session is not here: it was left out of its bundle, or its files are gone. When somebody
          spoke is drawn from the events; nothing can be played.
        </p>
      )}
      <div className="waves-body">
        <div className="waves-names">
          <span className="wave-axis-name" />
          <div className="waves-voices">
            {voices.map(lane => (
              <LaneName key={lane} lane={lane} waves={waves} />
            ))}
          </div>
          {[...MARK_LANES, 'messages' as const]
            .filter(id => !folded.has(id))
            .map(id => (
              <span key={id} className={`event-name event-lane-${id}`}>
                {id}
              </span>
            ))}
          {!folded.has('queue') && <span className="event-name load-lane">queue</span>}
          {!folded.has('rate') && <span className="event-name load-lane">rate</span>}
          {!folded.has('map') && <span className="event-name wave-map">whole call</span>}
        </div>
        {/* The slider inside is what keys and screen readers use; here the wheel and the pointer are heard for all lanes. */}
        <div className="waves-area" ref={area}>
          <div className="wave-axis" title="Drag to move" {...panning}>
            <AxisTicks waves={waves} width={width} />
          </div>
          <Position area={area} waves={waves} onVisit={onVisit} onItem={choose}>
            {voices.map(lane => (
              <WaveLane key={lane} lane={lane satisfies Lane} waves={waves} />
            ))}
          </Position>
          <div className="waves-marks">
            {MARK_LANES.filter(id => !folded.has(id)).map(id => (
              <EventLane key={id} lane={id} waves={waves} width={width} onItem={choose} />
            ))}
            {!folded.has('messages') && <MessagesLane waves={waves} width={width} onItem={choose} />}
            {!folded.has('queue') && <QueueLane waves={waves} width={width} />}
            {!folded.has('rate') && <RateLane waves={waves} width={width} />}
            <UnreadEvents waves={waves} />
          </div>
          <WaveOverlay waves={waves} area={area} />
          {!folded.has('map') && <WaveMap waves={waves} />}
        </div>
      </div>
    </section>
  );
}

type PositionProps = PropsWithChildren<{
  area: RefObject<HTMLDivElement | null>;
  waves: Waves;
  onVisit(ms: number): void;
  onItem(item: LaneItem): void;
}>;

/** The drawn time as a slider, so that the cursor is moved by keys too: arrows a second, with Shift five. */
function Position({ area, waves, onVisit, onItem, children }: PositionProps) {
  const { feed, player } = waves;
  const { startMs, endMs } = useStore(feed).extent;
  const second = useSyncExternalStore(player.cursorMs.subscribe, () => Math.floor(player.cursorMs.get() / 1000));
  const selecting = useSelecting(area, waves, ms => {
    player.seek(ms);
    onVisit(player.cursorMs.get());
  });
  return (
    <div
      className="waves-voices waves-position"
      role="slider"
      aria-label="Position"
      aria-keyshortcuts="g"
      aria-valuemin={Math.floor(startMs / 1000)}
      aria-valuemax={Math.max(1, Math.round(endMs / 1000))}
      aria-valuenow={second}
      aria-valuetext={`${second} s of ${Math.round(endMs / 1000)} s`}
      tabIndex={0}
      {...selecting}
      onKeyDown={(event: KeyboardEvent) => onWaveKey(event, waves, onItem)}
      onDoubleClick={() => feed.setView(fit)}
    >
      {children}
      <UnreadSound waves={waves} />
    </div>
  );
}

function AxisTicks({ waves, width }: { waves: Waves; width: number }) {
  const { window } = useStore(waves.feed);
  const span = window.toMs - window.fromMs;
  return ticks(window, width).map(tick => (
    <span
      key={tick.atMs}
      className="wave-tick"
      aria-hidden="true"
      style={{ left: `${((tick.atMs - window.fromMs) / span) * 100}%` }}
    >
      {tick.label}
    </span>
  ));
}

/** While it plays, the window turns its page when the cursor comes to its end; who looks elsewhere is left alone. */
function useFollowCursor({ feed, player }: Waves): void {
  useEffect(() => {
    let before = player.cursorMs.get();
    return player.cursorMs.subscribe(() => {
      const now = player.cursorMs.get();
      const { fromMs, toMs } = feed.get().window;
      const wasInView = before >= fromMs && before <= toMs;
      before = now;
      if (player.playing.get() && wasInView) feed.show(now, 'left');
    });
  }, [feed, player]);
}
