import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { ConsoleStatus } from '../../../shared/contract/status-contract.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { SessionBot } from '../../../shared/replay/session-bot.ts';
import type { BotName } from '../../../shared/settings/connector-profile.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SecretInput } from '../../ui/secret-input.tsx';

const SPEEDS = ['1', '2', '4', '10', 'max'] as const;
type Speed = (typeof SPEEDS)[number];

type RunAgainProps = {
  session: SessionSummary;
  client: ConsoleClient;
  /** Who answered then; undefined where that is not known. */
  answered: SessionBot | undefined;
  /** Who can answer at this console, and who does now. */
  bots: ConsoleStatus['bot'];
  /** The new session is live. */
  onStarted(sessionId: string): void;
  /** Another way to run it again, below. */
  children?: ReactNode;
};

/** The caller of this session calls again: this console, or the server that is being worked on. */
export function RunAgain(props: RunAgainProps) {
  return (
    <Disclosure
      label="Run again"
      title="The captured caller calls again, with the same audio and timing"
      boxName="Run again"
    >
      <RunAgainBox {...props} />
    </Disclosure>
  );
}

/** What is known later comes below what is there: nothing moves under the pointer. */
function RunAgainBox({ children, ...props }: RunAgainProps) {
  const lacks = useLacks(props.client, props.session.id);
  return (
    <>
      <RunAgainForm {...props} />
      {lacks?.map(words => (
        <p key={words} className="run-again-lacks warning" data-testid="replay-lacks">
          ▲ {words}
        </p>
      ))}
      {lacks && children}
    </>
  );
}

function RunAgainForm({ session, client, answered, bots, onStarted }: Omit<RunAgainProps, 'children'>) {
  const [elsewhere, setElsewhere] = useState(false);
  const [target, setTarget] = useState('');
  const [apiKey, setApiKey] = useState('');
  const [clientSecret, setClientSecret] = useState('');
  const [speed, setSpeed] = useState<Speed>('1');
  const isReady = (name: BotName) => bots.available.some(one => one.name === name && one.ready);
  const again = answered && isReady(answered.name) ? answered.name : undefined;
  const [bot, setBot] = useState<BotName | undefined>(again);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();

  const run = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    const answer = await client.replay({
      sessionId: session.id,
      speed: speed === 'max' ? 'max' : Number(speed),
      ...(elsewhere ? { target: target.trim() } : bot ? { bot } : {}),
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
        </label>
        <label>
          <input type="radio" name="replay-to" checked={elsewhere} onChange={() => setElsewhere(true)} /> Another server
        </label>
      </fieldset>
      {!elsewhere && (
        <>
          <label className="row">
            Answered by
            <select
              value={bot ?? ''}
              onChange={event => setBot(bots.available.find(one => one.name === event.target.value)?.name)}
            >
              <option value="">as for any call with this Connector ID</option>
              {bots.available.map(({ name, ready }) => (
                <option key={name} value={name} disabled={!ready}>
                  {name === again ? `${name}, as then` : ready ? name : `${name} (needs a key)`}
                </option>
              ))}
            </select>
          </label>
          {!again && (
            <p className="quiet">
              {answered
                ? `${answered.called} answered then; it needs an OpenAI key to answer again.`
                : 'Who answered then is not known here.'}
            </p>
          )}
        </>
      )}
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
      {failure && <Problem words={failure} />}
    </form>
  );
}

/** What of the session cannot be done again, as sentences; undefined until that is known. That there is nothing to run is said when it is tried. */
function useLacks(client: ConsoleClient, sessionId: string): readonly string[] | undefined {
  const [lacks, setLacks] = useState<readonly string[]>();
  useEffect(() => {
    let isWanted = true;
    void client.replayLacks({ sessionId }).then(answer => {
      if (isWanted) setLacks(answer.ok ? answer.value.lacks : []);
    });
    return () => {
      isWanted = false;
    };
  }, [client, sessionId]);
  return lacks;
}
