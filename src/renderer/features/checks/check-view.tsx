import { useState } from 'react';
import { firstThings } from '../../../shared/checks/first-things.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { type Store, useStore } from '../../ui/store.ts';
import type { CheckController, CheckState } from './check-controller.ts';
import { CheckFields } from './check-fields.tsx';
import type { CheckForm, CheckRequest } from './check-form.ts';
import { type CheckFilter, type CheckRow, countsOf, FILTERS, groupsOf, STATUS_WORDS } from './check-groups.ts';
import './checks.css';

type ViewProps = {
  check: CheckController;
  form: Store<CheckForm>;
  /** False while the host cannot be asked. */
  connected: boolean;
  onRun(request: CheckRequest): void;
  onOpenSession(sessionId: string): void;
};

/** Judges a server, and shows what came of it: by group, each with what was seen, what to change, and its calls. */
export function CheckView({ check, form, connected, onRun, onOpenSession }: ViewProps) {
  const state = useStore(check.state);
  const [filter, setFilter] = useState<CheckFilter>('all');
  const groups = groupsOf(state, filter);
  return (
    <section className="check-view" aria-label="Check of a server" data-testid="check-view" data-phase={state.phase}>
      <h2>Check an AudioHook server</h2>
      <CheckFields
        form={form}
        running={state.phase === 'running'}
        disabled={!connected}
        onRun={onRun}
        onCancel={check.cancel}
      />
      <Progress state={state} />
      {state.phase !== 'running' && <FirstThings state={state} />}
      {state.planned.length > 0 && <Filters state={state} chosen={filter} onChoose={setFilter} />}
      <div className="check-groups">
        {groups.map(({ group, rows }) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <ul>
              {rows.map(row => (
                <li key={row.id} data-check={row.id} data-status={row.result?.status ?? 'waiting'}>
                  <Result row={row} onOpenSession={onOpenSession} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}

/** Where to begin, when there is much to do. */
function FirstThings({ state }: { state: CheckState }) {
  const first = firstThings([...state.results.values()]);
  if (first.length === 0) return null;
  return (
    <section className="check-first" aria-label="Change this first">
      <p>Change this first; much of the rest may follow from it:</p>
      <ol>
        {first.map(({ id, title, fix }) => (
          <li key={id}>
            {title}. {fix}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Progress({ state }: { state: CheckState }) {
  const { phase, planned, results, url, why } = state;
  if (phase === 'never') {
    return (
      <p className="quiet">
        Plays Genesys Cloud in some 70 short calls, right ones and wrong ones, and judges the answers. Each call is kept
        as a session, and each may start a bot.
      </p>
    );
  }
  const counts = countsOf(state);
  const words = {
    running: `Checking ${url}: ${results.size} of ${planned.length}.`,
    done: `Checked ${url}: ${counts.fail} failed, ${counts.warn} warned, ${counts.na} not applicable, ${counts.pass} passed.`,
    cancelled: `Cancelled after ${results.size} of ${planned.length}.`,
    failed: why,
  }[phase];
  return (
    <div className="row">
      {phase === 'running' && (
        <progress aria-label="Progress of the check" max={planned.length || 1} value={results.size} />
      )}
      {/* Every count would be read out: what is said is that it runs, and how it ended. */}
      <span role={phase === 'running' ? undefined : 'status'} className={phase === 'failed' ? 'problem' : ''}>
        {words}
      </span>
      {phase === 'failed' && <CopyButton text={why} what="why it could not be checked" />}
    </div>
  );
}

function Filters({
  state,
  chosen,
  onChoose,
}: {
  state: CheckState;
  chosen: CheckFilter;
  onChoose(filter: CheckFilter): void;
}) {
  const counts = countsOf(state);
  return (
    <fieldset className="row">
      <legend className="visually-hidden">Show</legend>
      {FILTERS.map(filter => (
        <button key={filter} type="button" aria-pressed={filter === chosen} onClick={() => onChoose(filter)}>
          {filter === 'all' ? `All ${state.planned.length}` : `${counts[filter]} ${STATUS_WORDS[filter]}`}
        </button>
      ))}
    </fieldset>
  );
}

const SIGNS = {
  pass: { sign: '✓', look: 'good' },
  fail: { sign: '✕', look: 'problem' },
  warn: { sign: '▲', look: 'warning' },
  na: { sign: '–', look: 'quiet' },
} as const;

function Result({ row, onOpenSession }: { row: CheckRow; onOpenSession(sessionId: string): void }) {
  const { id, title, result } = row;
  if (!result) {
    return (
      <p className="check-waiting quiet">
        <span className="check-sign" aria-hidden="true">
          ·
        </span>
        {title}
      </p>
    );
  }
  const { sign, look } = SIGNS[result.status];
  return (
    <details>
      <summary>
        <span className={`check-sign ${look}`} aria-hidden="true">
          {sign}
        </span>
        <span className="grow">
          {title}
          <span className="visually-hidden">: {STATUS_WORDS[result.status]}</span>
        </span>
        <code className="quiet">{id}</code>
      </summary>
      <dl className="values check-detail">
        <dt>Seen</dt>
        <dd className="wide">{result.detail}</dd>
        {result.fix && (
          <>
            <dt>To do</dt>
            <dd className="wide">{result.fix}</dd>
          </>
        )}
        <dt>Source</dt>
        <dd className="wide">{result.source}</dd>
        {result.sessionIds.length > 0 && (
          <>
            <dt>Calls</dt>
            <dd className="wide row">
              {result.sessionIds.map((sessionId, at) => (
                <button key={sessionId} type="button" onClick={() => onOpenSession(sessionId)}>
                  {result.sessionIds.length === 1 ? 'Open session' : `Open session ${at + 1}`}
                </button>
              ))}
            </dd>
          </>
        )}
      </dl>
    </details>
  );
}
