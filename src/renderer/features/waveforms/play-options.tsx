import { Popover } from '@base-ui/react/popover';
import { useStore } from '../../ui/store.ts';
import { SPEEDS } from './session-player.ts';
import type { Waves } from './waves.ts';

/** How fast it is played, and what of it. */
export function PlayOptions({ waves: { player } }: { waves: Waves }) {
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

/** The same behind one button, where there is little room. */
export function PlayMenu({ waves }: { waves: Waves }) {
  const speed = useStore(waves.player.speed);
  const skipping = useStore(waves.player.skipSilence);
  const looping = useStore(waves.player.loop);
  const also = [...(skipping ? ['silence skipped'] : []), ...(looping ? ['looped'] : [])];
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={[`Speed ${speed}×, silence, loop`, ...also].join('; ')}
        title={['Speed, silence, loop', ...also].join('; ')}
        data-changed={also.length > 0 || speed !== 1 || undefined}
      >
        {speed}× <span aria-hidden="true">▾</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="start" sideOffset={4} className="lanes-menu-place">
          <Popover.Popup className="lanes-menu" aria-label="How it is played">
            <PlayOptions waves={waves} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
