import { useRef, useState } from 'react';
import type { Placing } from '../../../shared/projections/timeline.ts';
import { clockTime } from '../../ui/format.ts';
import { useStore } from '../../ui/store.ts';
import { useWidth } from '../../ui/use-width.ts';
import { LanesMenu } from './lanes-menu.tsx';
import { isPlayable } from './peaks-feed.ts';
import { PlayMenu, PlayOptions } from './play-options.tsx';
import { fit, follow } from './time-window.ts';
import type { Waves } from './waves.ts';
import './wave-bar.css';

/** In less room than this the bar keeps to one line: names are shorter, and how it is played is in a menu, px. */
const ROOMY_PX = 880;

/** How the recording is played and drawn. */
export function WaveBar({ waves }: { waves: Waves }) {
  const { feed, player, ear } = waves;
  const { extent, view, soundMissing, failure } = useStore(feed);
  const earFailure = useStore(ear.failure);
  const playing = useStore(player.playing);
  const playFailure = useStore(player.failure);
  const empty = !isPlayable({ extent, soundMissing });
  // What a live call offered stays where it was when the call ends: nothing moves under the pointer.
  const [wasLive, setWasLive] = useState(extent.live);
  if (extent.live && !wasLive) setWasLive(true);
  const bar = useRef<HTMLDivElement>(null);
  const width = useWidth(bar);
  const tight = width > 0 && width < ROOMY_PX;
  return (
    <div className="waves-bar" ref={bar} data-tight={tight || undefined}>
      <button type="button" title="Space" disabled={empty} onClick={player.toggle}>
        {playing ? 'Pause' : 'Play'}
      </button>
      <CursorTime waves={waves} />
      <span className="waves-length quiet">of {clockTime(extent.endMs)}</span>
      {wasLive && <ListenButton waves={waves} live={extent.live} />}
      {tight ? <PlayMenu waves={waves} /> : <PlayOptions waves={waves} />}
      <span className="grow">
        {(failure ?? playFailure ?? earFailure) && (
          <span className="problem" role="alert">
            {failure ?? playFailure ?? earFailure}
          </span>
        )}
      </span>
      {(wasLive || view.kind !== 'fit') && (
        <button type="button" title="0" disabled={view.kind === 'fit'} onClick={() => feed.setView(fit)}>
          Whole call
        </button>
      )}
      {wasLive && (extent.live ? view.kind !== 'follow' : view.kind === 'zoomed') && (
        <button
          type="button"
          className="primary"
          title="End"
          disabled={!extent.live}
          onClick={() => feed.setView(follow)}
        >
          Follow live
        </button>
      )}
      <PlacingSwitch waves={waves} tight={tight} />
      <LanesMenu />
    </div>
  );
}

/** Changes with each frame while it plays; the rest of the bar does not. */
function CursorTime({ waves: { player } }: { waves: Waves }) {
  return (
    <span className="mono" data-testid="cursor-time" title="G jumps between this time and the selected message">
      {clockTime(useStore(player.cursorMs))}
    </span>
  );
}

function ListenButton({ waves: { ear }, live }: { waves: Waves; live: boolean }) {
  const listening = useStore(ear.listening);
  return (
    <button
      type="button"
      aria-pressed={listening}
      disabled={!live}
      title="Hear both sides as they speak, half a second later. In a call of your own you hear the bot already."
      onClick={listening ? ear.stop : ear.start}
    >
      Listen live
    </button>
  );
}

const PLACING_WORDS: Readonly<Record<Placing, { label: string; short: string; title: string }>> = {
  heard: {
    label: 'As heard',
    short: 'Heard',
    title: 'Caller audio by its AudioHook position, bot audio where the caller heard it; hatched: cut by a barge-in',
  },
  arrived: {
    label: 'As it arrived',
    short: 'Arrived',
    title: 'Every frame when it went over the wire: bursts lie over each other',
  },
};

function PlacingSwitch({ waves: { feed }, tight }: { waves: Waves; tight: boolean }) {
  const { placing } = useStore(feed);
  return (
    <fieldset className="view-switch">
      <legend className="visually-hidden">Audio is drawn</legend>
      {(['heard', 'arrived'] as const).map(one => (
        <button
          key={one}
          type="button"
          aria-pressed={placing === one}
          aria-label={PLACING_WORDS[one].label}
          title={PLACING_WORDS[one].title}
          onClick={() => feed.setPlacing(one)}
        >
          {tight ? PLACING_WORDS[one].short : PLACING_WORDS[one].label}
        </button>
      ))}
    </fieldset>
  );
}
