import { type KeyboardEvent, useEffect, useRef } from 'react';
import { duration, shortWallTime, wallTime } from '../../ui/format.ts';
import { isBareKey } from '../../ui/keyboard.ts';
import { useStore } from '../../ui/store.ts';
import {
  callerNumber,
  isOnlyCaller,
  outcomeWords,
  rowOf,
  rowTooltip,
  type SessionRow,
  sessionTitle,
  stateWords,
} from './session-rows.ts';
import type { SessionsStore } from './sessions-store.ts';
import './sessions.css';

type ListProps = {
  store: SessionsStore;
  /** The console can be asked; while it cannot, no session is said to be live. */
  connected: boolean;
  onEnter(): void;
};

/** Live and past sessions, newest first. Up, down, j and k move, Enter goes on to the log. */
export function SessionList({ store, connected, onEnter }: ListProps) {
  const { loaded, rows, selection, checks, showsChecks } = useStore(store);
  const selected = rowOf(rows, selection.id);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (selected) document.getElementById(optionId(selected))?.scrollIntoView({ block: 'nearest' });
  }, [selected]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!isBareKey(event.nativeEvent) || rows.length === 0) return;
    const at = selected ? rows.indexOf(selected) : -1;
    const to = moveTo(event.key, at, rows.length);
    if (to !== undefined) {
      const row = rows[to];
      if (row) store.select(row.main.id);
    } else if (event.key === 'Enter' && selected) onEnter();
    else return;
    event.preventDefault();
  };

  return (
    <div className="sessions">
      <h2 className="pane-title">Sessions</h2>
      {loaded && rows.length === 0 && (
        <p className="sessions-empty quiet">No session yet. Press Call, or let Genesys Cloud call the server.</p>
      )}
      {!loaded && <p className="sessions-empty quiet">Reading the sessions…</p>}
      <div
        className="sessions-list"
        role="listbox"
        aria-label="Sessions"
        tabIndex={0}
        ref={list}
        aria-activedescendant={selected ? optionId(selected) : undefined}
        onKeyDown={onKeyDown}
      >
        {rows.map(row => (
          <SessionOption key={row.key} row={row} selected={row === selected} connected={connected} store={store} />
        ))}
      </div>
      {checks > 0 && (
        <button
          type="button"
          className="sessions-checks"
          aria-pressed={showsChecks}
          onClick={() => store.showChecks(!showsChecks)}
        >
          {showsChecks ? 'Hide' : 'Show'} {checks} calls of checks
        </button>
      )}
    </div>
  );
}

const optionId = (row: SessionRow) => `session-${row.key}`;

function moveTo(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowDown' || key === 'j') return Math.min(count - 1, at + 1);
  if (key === 'ArrowUp' || key === 'k') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}

type OptionProps = { row: SessionRow; selected: boolean; connected: boolean; store: SessionsStore };

function SessionOption({ row, selected, connected, store }: OptionProps) {
  const { main, views } = row;
  const now = new Date();
  const state = stateWords(main, connected);
  const outcome = outcomeWords(row, connected);
  const number = callerNumber(main);
  const problems = Math.max(...views.map(view => view.problems));
  const warnings = Math.max(...views.map(view => view.warnings));
  return (
    // The list has the focus and the keys; its options are pointed at by aria-activedescendant.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      className="session-option"
      role="option"
      id={optionId(row)}
      aria-selected={selected}
      data-session-id={main.id}
      data-state={main.state}
      data-kind={main.kind}
      data-roles={views.map(view => view.role).join(' ')}
      title={rowTooltip(row, connected, wallTime(main.startedAt, now))}
      onClick={() => store.select(main.id)}
    >
      <span
        className={`session-dot ${state === 'unknown' ? 'unknown' : dotOf(main.kind, main.state, main.problems)}`}
        role="img"
        aria-label={state}
      />
      <span className="session-title cut">
        {sessionTitle(main)}
        {number && !isOnlyCaller(row) && <span className="session-caller quiet"> {number}</span>}
      </span>
      <time className="quiet" dateTime={main.startedAt}>
        {shortWallTime(main.startedAt, now)}
      </time>
      <span className="session-length">{duration(main.durationMs)}</span>
      <span className="session-more">
        <span className="cut grow quiet" data-testid="session-outcome">
          {outcome}
        </span>
        {problems > 0 && <Mark count={problems} sign="✕" what="problem" />}
        {warnings > 0 && <Mark count={warnings} sign="▲" what="warning" />}
      </span>
    </div>
  );
}

function dotOf(kind: string, state: string, problems: number): string {
  if (kind === 'refused') return 'refused';
  if (state === 'live') return 'live';
  if (state === 'interrupted') return 'interrupted';
  return problems > 0 ? 'troubled' : 'ended';
}

function Mark({ count, sign, what }: { count: number; sign: string; what: 'problem' | 'warning' }) {
  const words = `${count} ${what}${count === 1 ? '' : 's'}`;
  return (
    <span className={what}>
      <span aria-hidden="true">
        {sign} {count}
      </span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
