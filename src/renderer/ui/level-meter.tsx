import { type ReadableStore, useStore } from './store.ts';

/** Quietest level that shows, dBFS: below it a room is silent. */
const FLOOR_DBFS = -60;

/** A level as a bar. Drawn from a store, because it changes many times a second. */
export function LevelMeter({ name, level, tone }: { name: string; level: ReadableStore<number>; tone: string }) {
  const dbfs = useStore(level);
  const share = Math.max(0, Math.min(1, 1 - dbfs / FLOOR_DBFS));
  const words = dbfs <= FLOOR_DBFS ? 'silent' : `${Math.round(dbfs)} dB`;
  return (
    // <meter> cannot be drawn the same way in every browser, and not from the tokens.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      className={`level-meter ${tone}`}
      role="meter"
      aria-label={name}
      aria-valuemin={FLOOR_DBFS}
      aria-valuemax={0}
      aria-valuenow={Math.round(Math.max(FLOOR_DBFS, Math.min(0, dbfs)))}
      aria-valuetext={words}
    >
      <div className="level-meter-fill" style={{ transform: `scaleX(${share.toFixed(3)})` }} />
    </div>
  );
}
