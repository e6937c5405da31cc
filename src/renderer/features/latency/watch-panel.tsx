import type { WatchHit } from '../../../shared/latency/watchpoints.ts';
import { clockTime } from '../../ui/format.ts';
import { type Store, useStore } from '../../ui/store.ts';
import type { LimitName, WatchSettings } from './watch-settings.ts';

type WatchProps = {
  settings: Store<WatchSettings>;
  hits: readonly WatchHit[];
  onGoTo(atMs: number, n?: number): void;
};

const LIMITS: readonly { name: LimitName; label: string }[] = [
  { name: 'slowTurn', label: 'A turn takes longer than' },
  { name: 'silence', label: 'Nobody is heard for' },
  { name: 'talkOver', label: 'Both speak at once for' },
];

/** What is watched, how it is told, and what passed a limit in this session. */
export function WatchPanel({ settings, hits, onGoTo }: WatchProps) {
  const watch = useStore(settings);
  const change = (part: Partial<WatchSettings>) => settings.set({ ...watch, ...part });
  return (
    <details className="watch" data-testid="watch-panel">
      <summary>Watchpoints {hits.length > 0 && <span className="warning">▲ {hits.length}</span>}</summary>
      {LIMITS.map(({ name, label }) => (
        <div className="row" key={name}>
          <Choice label={label} checked={watch[name].on} onChange={on => change({ [name]: { ...watch[name], on } })} />
          <input
            type="number"
            aria-label={`${label}, ms`}
            min={1}
            step={100}
            value={watch[name].ms}
            disabled={!watch[name].on}
            onChange={event => {
              const ms = event.target.valueAsNumber;
              if (ms > 0) change({ [name]: { ...watch[name], ms } });
            }}
          />{' '}
          ms
        </div>
      ))}
      <div className="row">
        <Choice label="Errors" checked={watch.errors} onChange={errors => change({ errors })} />
        <Choice label="Rate limits (429)" checked={watch.rateLimits} onChange={rateLimits => change({ rateLimits })} />
      </div>
      <div className="row">
        <span className="quiet">While the call runs:</span>
        <Choice label="beep" checked={watch.beep} onChange={beep => change({ beep })} />
        <Choice
          label="notify"
          checked={watch.notify}
          onChange={notify => {
            change({ notify });
            if (notify) void Notification.requestPermission();
          }}
        />
      </div>
      {hits.length === 0 ? (
        <p className="quiet">Nothing passed a limit in this session.</p>
      ) : (
        <ol className="turn-list" aria-label="Passed limits">
          {hits.map(hit => (
            <li key={`${hit.kind} ${hit.n ?? hit.atMs}`} className="barge-in">
              <button type="button" className="link mono" onClick={() => onGoTo(hit.atMs, hit.n)}>
                {clockTime(hit.atMs)}
              </button>
              <span>{hit.words}</span>
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}

function Choice({ label, checked, onChange }: { label: string; checked: boolean; onChange(checked: boolean): void }) {
  return (
    <label className="row">
      <input type="checkbox" checked={checked} onChange={event => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
