import { type CheckResult, type CheckStatus, summarize } from '../../../shared/checks/check-report.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import type { PreflightState } from './preflight-controller.ts';
import { useSetup } from './setup-context.ts';

const LOOKS: Readonly<Record<CheckStatus, { sign: string; look: string; words: string }>> = {
  pass: { sign: '✓', look: 'good', words: 'green' },
  fail: { sign: '✕', look: 'problem', words: 'red' },
  warn: { sign: '▲', look: 'warning', words: 'a note' },
  na: { sign: '·', look: 'quiet', words: 'left open' },
};

/** The lines of preflight as they are judged, in their order. */
export function PreflightLines({ state }: { state: PreflightState }) {
  const { phase, planned, results } = state;
  if (phase === 'never') {
    return (
      <section aria-label="Preflight">
        <h3>Preflight</h3>
        <p className="quiet">
          Address, DNS, certificate, the answer to the upgrade, signatures, the probe and a call of three seconds: in
          the order in which it can fail. Each call is kept as a session, and may start a bot.
        </p>
      </section>
    );
  }
  const waiting = phase === 'running' ? planned.slice(results.length) : [];
  return (
    <section aria-label="Preflight" data-testid="preflight" data-phase={phase}>
      <h3>Preflight</h3>
      <Progress state={state} />
      <ul className="setup-lines">
        {results.map(result => (
          <FindingLine key={result.id} result={result} sessionIds={result.sessionIds} />
        ))}
        {waiting.map(line => (
          <li key={line.id} className="quiet">
            <span className="setup-sign" aria-hidden="true">
              ·
            </span>
            {line.title}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Progress({ state: { phase, planned, results, why, baseUri } }: { state: PreflightState }) {
  const { pass, fail, warn, na } = summarize(results);
  const words = {
    never: '',
    running: `Trying ${baseUri}: ${results.length} of ${planned.length}.`,
    done: `${baseUri}: ${fail} red, ${warn} with a note, ${pass} green, ${na} left open.`,
    cancelled: `Cancelled after ${results.length} of ${planned.length}.`,
    failed: why,
  }[phase];
  return (
    <div className="row">
      {phase === 'running' && (
        <progress aria-label="Progress of preflight" max={planned.length || 1} value={results.length} />
      )}
      <span
        role={phase === 'running' ? undefined : 'status'}
        className={phase === 'failed' || fail > 0 ? 'problem' : ''}
      >
        {words}
      </span>
      {phase === 'failed' && <CopyButton text={why} what="why preflight could not be made" />}
    </div>
  );
}

/** One judged line; what is to be done stands open, the rest behind its title. */
export function FindingLine({ result, sessionIds = [] }: { result: CheckResult; sessionIds?: readonly string[] }) {
  const { onOpenSession } = useSetup();
  const { id, status, title, detail, fix, source } = result;
  const { sign, look, words } = LOOKS[status];
  const [session] = sessionIds;
  return (
    <li data-line={id} data-status={status}>
      <span className={`setup-sign ${look}`} aria-hidden="true">
        {sign}
      </span>
      <span className="grow">
        {title}
        <span className="visually-hidden">: {words}</span>
        <span className={`setup-detail ${status === 'fail' ? 'problem' : 'quiet'}`}> {detail}</span>
        {fix && (
          <span className="setup-detail">
            To do: {fix} <span className="quiet">Source: {source}</span>
          </span>
        )}
      </span>
      {session !== undefined && (
        <button type="button" aria-label={`Open the call of: ${title}`} onClick={() => onOpenSession(session)}>
          Open
        </button>
      )}
    </li>
  );
}
