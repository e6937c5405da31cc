import { Popover } from '@base-ui/react/popover';
import { useState } from 'react';
import type { Placing } from '../../../shared/projections/timeline.ts';
import { clockTime } from '../../ui/format.ts';
import { useStore } from '../../ui/store.ts';
import { isPlayable } from './peaks-feed.ts';
import { SPEEDS } from './session-player.ts';
import { FOLDABLE, foldedLanes, foldLane } from './shown-lanes.ts';
import { fit, follow } from './time-window.ts';
import type { Waves } from './waves.ts';

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
  return (
    <div className="waves-bar">
      <button type="button" title="Space" disabled={empty} onClick={player.toggle}>
        {playing ? 'Pause' : 'Play'}
      </button>
      <CursorTime waves={waves} />
      <span className="waves-length quiet">of {clockTime(extent.endMs)}</span>
      {wasLive && <ListenButton waves={waves} live={extent.live} />}
      <PlayOptions waves={waves} />
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
      <PlacingSwitch waves={waves} />
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

function PlayOptions({ waves: { player } }: { waves: Waves }) {
  const speed = useStore(player.speed);
  const skipping = useStore(player.skipSilence);
  const looping = useStore(player.loop);
  return (
    <>
      <select
        aria-label="Speed"
        title="Faster is higher, slower is deeper: the pitch goes with the speed"
        value={speed}
        onChange={event => player.setSpeed(Number(event.target.value))}
      >
        {SPEEDS.map(one => (
          <option key={one} value={one}>
            {one}×
          </option>
        ))}
      </select>
      <button
        type="button"
        aria-pressed={skipping}
        title="Play only what is said: pauses are cut to 300 ms"
        onClick={() => player.skipSilence.set(!skipping)}
      >
        Skip silence
      </button>
      <button
        type="button"
        aria-pressed={looping}
        title="Repeat what is selected (L)"
        onClick={() => player.loop.set(!looping)}
      >
        Loop
      </button>
    </>
  );
}

const PLACING_WORDS: Readonly<Record<Placing, { label: string; title: string }>> = {
  heard: {
    label: 'As heard',
    title: 'Caller audio by its AudioHook position, bot audio where the caller heard it; hatched: cut by a barge-in',
  },
  arrived: {
    label: 'As it arrived',
    title: 'Every frame when it went over the wire: bursts lie over each other',
  },
};

function PlacingSwitch({ waves: { feed } }: { waves: Waves }) {
  const { placing } = useStore(feed);
  return (
    <fieldset className="view-switch">
      <legend className="visually-hidden">Audio is drawn</legend>
      {(['heard', 'arrived'] as const).map(one => (
        <button
          key={one}
          type="button"
          aria-pressed={placing === one}
          title={PLACING_WORDS[one].title}
          onClick={() => feed.setPlacing(one)}
        >
          {PLACING_WORDS[one].label}
        </button>
      ))}
    </fieldset>
  );
}

function LanesMenu() {
  const folded = useStore(foldedLanes);
  return (
    <Popover.Root>
      <Popover.Trigger title="Which lanes are shown">Lanes</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={4} className="lanes-menu-place">
          <Popover.Popup className="lanes-menu" aria-label="Lanes">
            {FOLDABLE.map(({ id, label }) => (
              <label key={id} className="row">
                <input
                  type="checkbox"
                  checked={!folded.has(id)}
                  onChange={event => foldLane(id, !event.target.checked)}
                />
                {label}
              </label>
            ))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
