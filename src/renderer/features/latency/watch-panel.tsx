import { useState } from 'react';
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
  { name: 'slowTurn', label: 'Turn longer than' },
  { name: 'silence', label: 'Silence longer than' },
  { name: 'talkOver', label: 'Both speak for' },
];

/** What is watched, how it is told, and what passed a limit in this session. */
export function WatchPanel({ settings, hits, onGoTo }: WatchProps) {
  const watch = useStore(settings);
  const change = (part: Partial<WatchSettings>) => settings.set({ ...settings.get(), ...part });
  const [refused, setRefused] = useState(false);
  const notify = async (wanted: boolean) => {
    change({ notify: wanted });
    const allowed = !wanted || (await Notification.requestPermission()) === 'granted';
    setRefused(!allowed);
    if (!allowed) change({ notify: false });
  };
  return (
    <details className="watch" data-testid="watch-panel">
      <summary>Watchpoints {hits.length > 0 && <span className="warning">▲ {hits.length}</span>}</summary>
      {LIMITS.map(({ name, label }) => (
        <div className="row watch-limit" key={name}>
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
          />
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
        <Choice label="notify" checked={watch.notify} onChange={wanted => void notify(wanted)} />
      </div>
      {refused && (
        <p className="problem" role="alert">
          Notifications are not allowed: allow them for this page in the browser’s or the system’s settings.
        </p>
      )}
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
