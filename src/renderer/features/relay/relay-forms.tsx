import { type FormEvent, type ReactNode, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { RunningRelay } from '../../../shared/contract/relay-contract.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SecretInput } from '../../ui/secret-input.tsx';
import { relayAddress } from './relay-store.ts';

type FormProps = { client: ConsoleClient; connected: boolean; running: RunningRelay | undefined };

/** Free on most machines, and beside the console's own 8080 and the simulator's 8090. */
const GENESYS_PORT = 8082;
const MODEL_PORT = 8091;

export function GenesysRelay({ client, connected, running }: FormProps) {
  const [to, setTo] = useState('');
  const [port, setPort] = useState(GENESYS_PORT);
  const [signing, setSigning] = useState<'kept' | 'target' | 'anew'>('kept');
  const [apiKey, setApiKey] = useState('');
  const [clientSecret, setClientSecret] = useState('');
  if (running) {
    return (
      <Running
        client={client}
        running={running}
        words="Give Genesys Cloud, or your tunnel, this address instead of your server’s:"
      >
        <p className="quiet">{signatureWords(running)}</p>
      </Running>
    );
  }
  return (
    <StartForm
      {...{ client, connected, to, port }}
      kind="genesys"
      label="Your server"
      placeholder="wss://voice.acme.com/audiohook/"
      hint="Ends it in a slash, the Connector ID and the query that come are appended; else it is used as it is."
      onTo={setTo}
      onPort={setPort}
      more={signing === 'anew' ? { credentials: { apiKey, clientSecret } } : { targetHost: signing === 'target' }}
    >
      <fieldset className="relay-signing">
        <legend>Host and signature</legend>
        <label className="row">
          <input type="radio" name="signing" checked={signing === 'kept'} onChange={() => setSigning('kept')} />
          as they come: your server checks the name that Genesys Cloud calls
        </label>
        <label className="row">
          <input type="radio" name="signing" checked={signing === 'target'} onChange={() => setSigning('target')} />
          Host of your server, signature as it comes: it is found by name, and checks no signature
        </label>
        <label className="row">
          <input type="radio" name="signing" checked={signing === 'anew'} onChange={() => setSigning('anew')} />
          signed anew for your server’s name, with
        </label>
        {signing === 'anew' && (
          <div className="row relay-keys">
            <label>
              API Key
              <SecretInput value={apiKey} onValue={setApiKey} />
            </label>
            <label>
              Client Secret
              <SecretInput value={clientSecret} onValue={setClientSecret} />
            </label>
          </div>
        )}
      </fieldset>
    </StartForm>
  );
}

export function ModelRelay({ client, connected, running }: FormProps) {
  const [to, setTo] = useState('wss://api.openai.com/v1/realtime');
  const [port, setPort] = useState(MODEL_PORT);
  if (running) {
    return <Running client={client} running={running} words="Set your server’s base URL of the Realtime API to:" />;
  }
  return (
    <StartForm
      {...{ client, connected, to, port }}
      kind="model"
      label="Realtime API"
      placeholder="wss://api.openai.com/v1/realtime"
      hint="OpenAI, Azure, or any compatible one. Keys pass through, and are never kept."
      onTo={setTo}
      onPort={setPort}
      more={{}}
    />
  );
}

function signatureWords({ signature, host, to }: RunningRelay): string {
  if (signature === 'anew') return `Each request is signed anew for the name in ${to}.`;
  return host === 'target'
    ? 'Your server is asked by its own name; a signature would not fit it, and goes on as it comes.'
    : 'Host and signature go on as they come.';
}

type StartProps = {
  client: ConsoleClient;
  connected: boolean;
  kind: RunningRelay['kind'];
  label: string;
  placeholder: string;
  hint: string;
  to: string;
  port: number;
  onTo(to: string): void;
  onPort(port: number): void;
  more: { credentials?: { apiKey: string; clientSecret: string }; targetHost?: boolean };
  children?: ReactNode;
};

function StartForm({
  client,
  connected,
  kind,
  label,
  placeholder,
  hint,
  to,
  port,
  onTo,
  onPort,
  more,
  children,
}: StartProps) {
  const [failure, setFailure] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const started = await client.startRelay({ kind, to: to.trim(), port, ...more });
    setFailure(started.ok ? '' : started.error.message);
  };
  return (
    <form className="relay-form" noValidate onSubmit={event => void submit(event)}>
      <div className="row">
        <label className="grow">
          {label}
          <input className="mono" placeholder={placeholder} value={to} onChange={event => onTo(event.target.value)} />
        </label>
        <label>
          Port here
          <input
            type="number"
            min={0}
            max={65535}
            value={port}
            onChange={event => onPort(Math.max(0, Math.min(65535, event.target.valueAsNumber || 0)))}
          />
        </label>
        <button type="submit" className="primary" disabled={!connected || to.trim() === ''}>
          Start
        </button>
      </div>
      <p className="quiet">{hint}</p>
      {children}
      {failure && <Problem words={failure} />}
    </form>
  );
}

type RunningProps = {
  client: ConsoleClient;
  running: RunningRelay;
  words: string;
  children?: ReactNode;
};

function Running({ client, running, words, children }: RunningProps) {
  const address = relayAddress(running);
  return (
    <div className="relay-form" data-relay={running.kind}>
      <p>{words}</p>
      <div className="row">
        <code className="grow">{address}</code>
        <CopyButton text={address} what="address of the relay" />
        <button type="button" onClick={() => void client.stopRelay({ kind: running.kind })}>
          Stop
        </button>
      </div>
      <p>
        It goes on to <code>{running.to}</code>.
      </p>
      {children}
    </div>
  );
}
