import { clockTime } from '../../ui/format.ts';
import { useStore } from '../../ui/store.ts';
import type { Waves } from './waves.ts';

/** What is selected, and what can be done with it. */
export function SelectionBar({ waves }: { waves: Waves }) {
  const { feed, player, selection } = waves;
  const selected = useStore(selection);
  if (!selected) return null;
  const { fromMs, toMs } = selected;
  return (
    <section className="waves-bar waves-selection" aria-label="Selection">
      <span className="mono">
        {clockTime(fromMs)} – {clockTime(toMs)}
      </span>
      <span data-testid="selection-length">{(toMs - fromMs).toFixed(toMs - fromMs < 100 ? 2 : 0)} ms</span>
      <button type="button" onClick={() => player.playRange(selected)}>
        Play selection
      </button>
      <button type="button" onClick={() => feed.setView({ kind: 'zoomed', ...selected })}>
        Zoom to it
      </button>
      <button
        type="button"
        className="plain"
        aria-label="Clear selection"
        title="Esc"
        onClick={() => selection.set(undefined)}
      >
        ✕
      </button>
    </section>
  );
}
