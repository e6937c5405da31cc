import { Popover } from '@base-ui/react/popover';
import { useStore } from '../../ui/store.ts';
import { FOLDABLE, foldedLanes, foldLane } from './shown-lanes.ts';

/** Which lanes are shown. */
export function LanesMenu() {
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
