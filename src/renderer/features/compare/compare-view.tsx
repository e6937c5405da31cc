import { useEffect } from 'react';
import { paceWords } from '../../../shared/compare/paces.ts';
import type { CompareStep } from '../../../shared/contract/compare-contract.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { duration, grouped, wallTime } from '../../ui/format.ts';
import { useKeptFocus } from '../../ui/kept-focus.ts';
import { Problem } from '../../ui/problem.tsx';
import { useStore } from '../../ui/store.ts';
import { type SessionRow, sessionTitle } from '../sessions/session-rows.ts';
import type { Asked, Compared, ComparisonStore } from './comparison-store.ts';
import { MessagePairs } from './message-pairs.tsx';
import './compare.css';
import '../../ui/compare-table.css';

type ViewProps = {
  comparison: ComparisonStore;
  rows: readonly SessionRow[];
  client: ConsoleClient | undefined;
  onOpenSession(id: string): void;
};

/** More sessions than this are not offered to choose from: older ones are compared from their own page. */
const MOST_OFFERED = 300;

/** Two sessions beside each other: the first difference, every message, the latency of each turn, the findings. */
export function CompareView({ comparison, rows, client, onOpenSession }: ViewProps) {
  const chosen = useStore(comparison.chosen);
  const run = useStore(comparison.run);
  const { a, b, asked } = chosen;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen is what makes it run again
  useEffect(() => {
    if (client) comparison.start(client);
  }, [client, comparison, chosen]);
  const isThis = run.chosen === chosen;
  return (
    <section className="compare-view" aria-label="Compare two sessions" data-testid="compare-view">
      <h2>Compare two sessions</h2>
      <div className="compare-choice">
        <Choice label="A" value={a} rows={rows} onChoose={id => comparison.between(id, b)} onOpen={onOpenSession} />
        <Choice label="B" value={b} rows={rows} onChoose={id => comparison.between(a, id)} onOpen={onOpenSession} />
      </div>
      <div className="row">
        <Counts asked={asked} onAsk={comparison.ask} />
        <span className="grow" />
        {isThis && <Run comparison={comparison} client={client} />}
      </div>
      {(a === '' || b === '') && (
        <p className="quiet">
          Choose two sessions: a call before and after a change, or a call and its replay. “Run again” above a session
          makes one.
        </p>
      )}
      {isThis && run.phase === 'failed' && <Problem words={run.why} />}
      {isThis && run.compared && (run.phase === 'done' || run.phase === 'running') && (
        <div className="compare-result" aria-busy={run.phase === 'running'}>
          <Result compared={run.compared} />
        </div>
      )}
    </section>
  );
}

/** How far it is, with a way to end it; or, when it was ended, to begin again. */
function Run({ comparison, client }: Pick<ViewProps, 'comparison' | 'client'>) {
  const { phase, step } = useStore(comparison.run);
  const kept = useKeptFocus();
  if (phase === 'running') {
    return (
      <>
        <span className="quiet" role="status">
          {STEP_WORDS[step]}
        </span>
        <button key="cancel" ref={kept} type="button" onClick={comparison.cancel}>
          Cancel
        </button>
      </>
    );
  }
  if (phase !== 'cancelled') return null;
  return (
    <>
      <span role="status">The comparison was cancelled.</span>
      <button
        key="again"
        ref={kept}
        type="button"
        disabled={!client}
        onClick={() => client && comparison.start(client, true)}
      >
        Compare again
      </button>
    </>
  );
}

const STEP_WORDS: Readonly<Record<CompareStep, string>> = {
  'read-a': 'Comparing: A is read, with its sound …',
  'read-b': 'Comparing: B is read, with its sound …',
  compare: 'Comparing: the messages are laid beside each other …',
};

type ChoiceProps = {
  label: string;
  value: string;
  rows: readonly SessionRow[];
  onChoose(id: string): void;
  onOpen(id: string): void;
};

function Choice({ label, value, rows, onChoose, onOpen }: ChoiceProps) {
  const now = new Date();
  const views = rows.flatMap(row => row.views.map(view => ({ view, isOnly: row.views.length === 1 })));
  const offered = views.filter(({ view }, at) => view.state !== 'live' && (at < MOST_OFFERED || view.id === value));
  return (
    <div className="row">
      <label className="row grow">
        {label}
        <select
          className="grow"
          aria-label={`Session ${label}`}
          value={value}
          onChange={event => onChoose(event.target.value)}
        >
          <option value="">Choose a session</option>
          {offered.map(({ view, isOnly }) => (
            <option key={view.id} value={view.id}>
              {choiceWords(view, isOnly, now)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" disabled={value === ''} onClick={() => onOpen(value)}>
        Open {label}
      </button>
    </div>
  );
}

function choiceWords(view: SessionSummary, isOnly: boolean, now: Date): string {
  const by = isOnly ? '' : view.role === 'server' ? ', server’s view' : ', caller’s view';
  const kind = view.kind === 'call' ? '' : ` ${view.kind}`;
  return `${wallTime(view.startedAt, now)}  ${sessionTitle(view)}${kind}  ${duration(view.durationMs)}${by}`;
}

const COUNTS: readonly { key: keyof Asked; words: string }[] = [
  { key: 'ids', words: 'ids' },
  { key: 'sequence', words: 'sequence numbers' },
  { key: 'times', words: 'times, keep-alive and usage' },
];

function Counts({ asked, onAsk }: { asked: Asked; onAsk(asked: Asked): void }) {
  return (
    <fieldset className="row">
      <legend className="visually-hidden">What counts although it differs from run to run</legend>
      <span className="quiet">Count too:</span>
      {COUNTS.map(({ key, words }) => (
        <label key={key}>
          <input type="checkbox" checked={asked[key]} onChange={() => onAsk({ ...asked, [key]: !asked[key] })} />{' '}
          {words}
        </label>
      ))}
    </fieldset>
  );
}

function Result({ compared }: { compared: Compared }) {
  const { alike, first, differences, rows, notCompared } = compared;
  return (
    <>
      <p className={alike ? 'compare-alike' : 'problem'} data-testid="compare-result" role="status">
        {alike
          ? `Alike: ${grouped(rows.length)} messages.`
          : `Different in ${grouped(differences)} of ${grouped(rows.length)} messages. First: ${first?.text}`}
      </p>
      {notCompared.length > 0 && (
        <p className="quiet">Seen by one of the two only, so not compared: {notCompared.join(', ')}.</p>
      )}
      <div className="compare-columns">
        <MessagePairs pairs={rows} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reached by keyboard */}
        <aside aria-label="Turns and findings" tabIndex={0}>
          <Turns turns={compared.turns} paces={compared.paces} />
          <Findings title="Findings only in A" findings={compared.findings.lost} />
          <Findings title="Findings only in B" findings={compared.findings.gained} />
        </aside>
      </div>
    </>
  );
}

function Turns({ turns, paces }: Pick<Compared, 'turns' | 'paces'>) {
  const words = paceWords(paces);
  if (words !== undefined) return <p className="quiet">{words}</p>;
  if (turns.length === 0) return null;
  return (
    <table className="compare-table">
      <caption>Latency of each turn</caption>
      <thead>
        <tr>
          <th scope="col">Turn</th>
          <th scope="col">A</th>
          <th scope="col">B</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {turns.map(({ number, aMs, bMs }) => (
          <tr key={number}>
            <td className="number">{number}</td>
            <td className="number">{latency(aMs)}</td>
            <td className="number">{latency(bMs)}</td>
            <td className="number">{aMs === undefined || bMs === undefined ? '' : change(bMs - aMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function latency(ms: number | undefined): string {
  return ms === undefined ? '–' : `${grouped(ms)} ms`;
}

function change(ms: number): string {
  const rounded = Math.round(ms);
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : '±'}${grouped(Math.abs(rounded))} ms`;
}

function Findings({ title, findings }: { title: string; findings: Compared['findings']['gained'] }) {
  if (findings.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {findings.map(({ id, title: text }) => (
          <li key={id}>
            <span className="mono">{id}</span> {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
