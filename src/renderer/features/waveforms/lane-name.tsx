import type { Lane } from '../../../shared/contract/sound-contract.ts';
import { LevelMeter } from '../../ui/level-meter.tsx';
import { useStore } from '../../ui/store.ts';
import { toggled } from './lane-mix.ts';
import type { Waves } from './waves.ts';

/** Whose lane it is, how loud it is now, and whether it is heard. */
export function LaneName({ lane, waves }: { lane: Lane; waves: Waves }) {
  const { mix, levels } = waves;
  const { muted, solo } = useStore(mix);
  return (
    <div className="lane-name">
      <span className={`tone-${lane} grow`}>{lane}</span>
      <button
        type="button"
        className="lane-button"
        aria-label={`Mute ${lane}`}
        title={`Do not play the ${lane}`}
        aria-pressed={muted.has(lane)}
        onClick={() => mix.set({ solo, muted: toggled(muted, lane) })}
      >
        M
      </button>
      <button
        type="button"
        className="lane-button"
        aria-label={`Solo ${lane}`}
        title={`Play the ${lane} alone`}
        aria-pressed={solo.has(lane)}
        onClick={() => mix.set({ muted, solo: toggled(solo, lane) })}
      >
        S
      </button>
      <LevelMeter name={`Level of ${lane}`} level={levels[lane]} tone={lane} />
    </div>
  );
}
