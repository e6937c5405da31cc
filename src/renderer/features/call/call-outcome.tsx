import type { CallOutcome } from '../../../shared/audiohook/call-options.ts';
import { verdictWords } from '../../../shared/audiohook/faults.ts';

/** After the call: what Architect would get, and whether a server that was tried with a fault did as it should. */
export function CallOutcomeStrip({ outcome, onDismiss }: { outcome: CallOutcome; onDismiss(): void }) {
  const { path, disconnectReason, info, outputVariables, fault } = outcome;
  const variables = Object.entries(outputVariables ?? {});
  return (
    <section className="call-strip" aria-label="Result of the call" data-testid="call-outcome" data-path={path}>
      <span className="grow call-outcome" role="status">
        <span>
          Architect: <strong>{path} path</strong>
          {disconnectReason === null
            ? ', no disconnect from the server'
            : `, disconnect with reason ${disconnectReason}${info ? `: ${info}` : ''}`}
        </span>
        {variables.length > 0 && (
          <dl className="call-variables mono" aria-label="Output variables">
            {variables.map(([name, value]) => (
              <div key={name} className="row">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        {fault && (
          <span className={fault.asItShould ? '' : 'problem'} data-testid="fault-verdict">
            {verdictWords(fault.id, fault.asItShould)}
          </span>
        )}
      </span>
      <button type="button" onClick={onDismiss}>
        Close result
      </button>
    </section>
  );
}
