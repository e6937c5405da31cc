import { useEffect, useState } from 'react';
import {
  ARRIVAL_STEPS,
  type Arrival,
  type ArrivalStep,
  NOTHING_MS,
  STEP_WORDS,
  type Stranger,
  WHAT_STOPS,
} from '../../../shared/setup/arrivals.ts';
import { useStore } from '../../ui/store.ts';
import { usePublicAddress, useSetup } from './setup-context.ts';

/** What arrives, step by step, while one works in Genesys Cloud; and what to look at when nothing does. */
export function Waiting() {
  const { stores, onOpenSession } = useSetup();
  const { steps, ownCalls, strangers } = useStore(stores.arrivals);
  const quiet = useNothingSince(steps);
  return (
    <section className="setup-waiting" aria-labelledby="setup-waiting" data-testid="waiting">
      <h3 id="setup-waiting">3 Waiting for Genesys Cloud</h3>
      <p className="quiet">Set the integration to Inactive, then Active: that forces a connection probe.</p>
      <ul className="setup-arrivals">
        {ARRIVAL_STEPS.map(step => (
          <Step key={step} step={step} arrival={steps.find(one => one.step === step)} onOpenSession={onOpenSession} />
        ))}
      </ul>
      {ownCalls > 0 && (
        <p className="quiet">
          Not counted: {ownCalls === 1 ? 'a call' : `${ownCalls} calls`} that this console made itself, to try
          something.
        </p>
      )}
      {strangers.length > 0 && <Strangers strangers={strangers} onOpenSession={onOpenSession} />}
      {quiet && <NothingCame />}
    </section>
  );
}

function Step({
  step,
  arrival,
  onOpenSession,
}: {
  step: ArrivalStep;
  arrival: Arrival | undefined;
  onOpenSession(id: string): void;
}) {
  const { title, missing } = STEP_WORDS[step];
  const look = arrival ? (step === 'refused' ? 'problem' : 'good') : 'quiet';
  const sessionId = arrival?.sessionId;
  return (
    <li data-step={step} data-count={arrival?.count ?? 0}>
      <span className={`setup-sign ${look}`} aria-hidden="true">
        {arrival ? (step === 'refused' ? '✕' : '✓') : '·'}
      </span>
      <span className="grow">
        <span className={arrival ? '' : 'quiet'}>{title}</span>
        {arrival && (
          <span className="quiet">
            {' '}
            {arrival.count}×, {timeOf(arrival.lastMs)}
          </span>
        )}
        <span className={`setup-detail ${step === 'refused' && arrival ? 'problem' : 'quiet'}`}>
          {arrival?.detail ?? missing}
        </span>
      </span>
      {sessionId !== undefined && (
        <button type="button" aria-label={`Open the session of: ${title}`} onClick={() => onOpenSession(sessionId)}>
          Open
        </button>
      )}
    </li>
  );
}

/** Who came and is not Genesys Cloud: told, so that nobody takes it for that. */
function Strangers({ strangers, onOpenSession }: { strangers: readonly Stranger[]; onOpenSession(id: string): void }) {
  return (
    <>
      <p className="quiet">Not counted, because it is not Genesys Cloud:</p>
      <ul className="setup-arrivals" aria-label="Not Genesys Cloud">
        {strangers.map(({ who, count, lastMs, sessionId }) => (
          <li key={who}>
            <span className="setup-sign quiet" aria-hidden="true">
              –
            </span>
            <span className="grow quiet">
              {count}× {who}, {timeOf(lastMs)}
            </span>
            <button type="button" aria-label={`Open the session of ${who}`} onClick={() => onOpenSession(sessionId)}>
              Open
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function NothingCame() {
  const { stores } = useSetup();
  const { base } = usePublicAddress();
  return (
    <div className="setup-nothing" role="status">
      <p>
        <span className="warning" aria-hidden="true">
          !
        </span>{' '}
        Nothing has come for 30 s. What can stop a request before it reaches this console, in its order:
      </p>
      <ol>
        {base === undefined && (
          <li>
            There is no way in from outside. <span className="quiet">Open one: step 1.</span>
          </li>
        )}
        {WHAT_STOPS.map(({ what, test }) => (
          <li key={what}>
            {what} <span className="quiet">{test}</span>
          </li>
        ))}
      </ol>
      {base !== undefined && (
        <button
          type="button"
          onClick={() => {
            stores.fields.set({ baseUri: base, connectorId: stores.connectorId.get(), apiKey: '', clientSecret: '' });
            stores.tab.set('test');
          }}
        >
          Preflight {base}
        </button>
      )}
    </div>
  );
}

/** True when nothing has come for 30 s: since the view was opened, or since the newest arrival. */
function useNothingSince(arrivals: unknown): boolean {
  const [nothing, setNothing] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every arrival begins the wait anew
  useEffect(() => {
    setNothing(false);
    const timer = setTimeout(() => setNothing(true), NOTHING_MS);
    return () => clearTimeout(timer);
  }, [arrivals]);
  return nothing;
}

function timeOf(ms: number): string {
  return new Date(ms).toLocaleTimeString('en-GB');
}
