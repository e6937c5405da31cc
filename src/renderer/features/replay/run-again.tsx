import { type FormEvent, type ReactNode, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { SecretInput } from '../../ui/secret-input.tsx';

const SPEEDS = ['1', '2', '4', '10', 'max'] as const;
type Speed = (typeof SPEEDS)[number];

type RunAgainProps = {
  session: SessionSummary;
  client: ConsoleClient;
  /** Which bot answers at this console now. */
  bot: string;
  /** The new session is live. */
  onStarted(sessionId: string): void;
  /** Another way to run it again, below. */
  children?: ReactNode;
};

/** The caller of this session calls again: this console, or the server that is being worked on. */
export function RunAgain({ children, ...props }: RunAgainProps) {
  return (
    <Disclosure
      label="Run again"
      title="The captured caller calls again, with the same audio and timing"
      boxName="Run again"
    >
      <RunAgainForm {...props} />
      {children}
    </Disclosure>
  );
}

function RunAgainForm({ session, client, bot, onStarted }: Omit<RunAgainProps, 'children'>) {
  const [elsewhere, setElsewhere] = useState(false);
  const [target, setTarget] = useState('');
  const [apiKey, setApiKey] = useState('');
  const [clientSecret, setClientSecret] = useState('');
  const [speed, setSpeed] = useState<Speed>('1');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();

  const run = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    const answer = await client.replay({
      sessionId: session.id,
      speed: speed === 'max' ? 'max' : Number(speed),
      ...(elsewhere ? { target: target.trim() } : {}),
      ...(elsewhere && apiKey !== '' ? { credentials: { apiKey, clientSecret } } : {}),
    });
    setBusy(false);
    if (answer.ok) onStarted(answer.value.sessionId);
    else setFailure(answer.error.message);
  };

  return (
    <form className="run-again" onSubmit={event => void run(event)} aria-label="Run again">
      <p className="quiet">
        What the caller did is done again, over a real connection. What depends on the server’s answers is done anew.
      </p>
      <fieldset className="row">
        <legend className="visually-hidden">To</legend>
        <label>
          <input type="radio" name="replay-to" checked={!elsewhere} onChange={() => setElsewhere(false)} /> This console
          ({bot})
        </label>
        <label>
          <input type="radio" name="replay-to" checked={elsewhere} onChange={() => setElsewhere(true)} /> Another server
        </label>
      </fieldset>
      {elsewhere && (
        <>
          <label>
            Address, with the Connector ID
            <input
              className="mono"
              value={target}
              placeholder="wss://your.host/demo-bot"
              required
              onChange={event => setTarget(event.target.value)}
            />
          </label>
          <label>
            API key
            <SecretInput value={apiKey} onValue={setApiKey} />
          </label>
          <label>
            Client secret
            <SecretInput value={clientSecret} onValue={setClientSecret} />
          </label>
        </>
      )}
      <div className="row">
        <label className="row">
          Speed
          <select value={speed} onChange={event => setSpeed(SPEEDS.find(one => one === event.target.value) ?? '1')}>
            {SPEEDS.map(one => (
              <option key={one} value={one}>
                {one === 'max' ? 'as fast as it goes' : `${one}x`}
              </option>
            ))}
          </select>
        </label>
        <span className="grow" />
        <button type="submit" className="primary" disabled={busy}>
          {busy ? 'Starting …' : 'Run'}
        </button>
      </div>
      {failure && (
        <p className="problem" role="alert">
          {failure}
        </p>
      )}
    </form>
  );
}
