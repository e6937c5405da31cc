import { useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { ConsoleStatus } from '../../../shared/contract/status-contract.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { ServerValues } from './server-values.tsx';

/** The server's state in the bar; behind it what one needs to connect to it, and where everything is kept. */
export function ServerStatus({ client, status }: { client: ConsoleClient; status: ConsoleStatus }) {
  const { server, readOnly } = status;
  // A console that only reads takes no calls by design: nothing failed, and no port would help.
  const failed = server.state === 'failed' && readOnly === undefined;
  const tone = server.state === 'listening' ? 'good' : failed ? 'problem' : '';
  const words = readOnly === undefined ? server.state : 'off: read-only';
  return (
    <Disclosure
      boxName="Server"
      title={server.state === 'failed' ? server.reason : 'Address, API key and client secret'}
      label={
        <>
          <span className={`dot ${tone}`} aria-hidden="true" />
          <span data-testid="server-state" data-state={server.state} className={failed ? 'problem' : ''}>
            Server {server.state === 'listening' ? <code>{server.url}</code> : words}
          </span>
        </>
      }
    >
      <div className="stack">
        {readOnly !== undefined && <p>{readOnly}</p>}
        {failed && (
          <>
            <p className="row">
              <span className="problem">{server.reason}</span>
              <CopyButton text={server.reason} what="reason" />
            </p>
            <FreePort client={client} />
          </>
        )}
        <ServerValues client={client} status={status} />
        <dl className="values">
          <dt>Data folder</dt>
          <dd className="wide">
            <code>{status.dataDir}</code>
          </dd>
          <dt>Version</dt>
          <dd className="wide">
            {status.version}, {status.host === 'desktop' ? 'desktop window' : 'page in a browser'}
          </dd>
        </dl>
      </div>
    </Disclosure>
  );
}

/** Says that nobody can call, why, and offers the way out. Shown until the server listens. */
export function ServerFailure({ client, reason }: { client: ConsoleClient; reason: string }) {
  return (
    <div className="banner problem-banner" role="alert">
      <span className="problem" aria-hidden="true">
        ✕
      </span>
      <span className="grow">The server is not listening: {reason}</span>
      <CopyButton text={`The server is not listening: ${reason}`} what="problem of the server" />
      <FreePort client={client} />
    </div>
  );
}

/** The way out when the wanted port is taken. */
function FreePort({ client }: { client: ConsoleClient }) {
  const [words, setWords] = useState<string>();
  const takeFreePort = async () => {
    const result = await client.listenOnFreePort({});
    setWords(result.ok ? undefined : result.error.message);
  };
  return (
    <div className="row">
      <button type="button" onClick={() => void takeFreePort()}>
        Use a free port
      </button>
      {words && (
        <span className="problem" role="alert">
          {words}
        </span>
      )}
    </div>
  );
}

/** In place of the server's and the bot's state while the console cannot be asked: what was true may be so no more. */
export function UnknownStatus() {
  return (
    <span className="row quiet">
      <span className="dot" aria-hidden="true" />
      <span data-testid="server-state" data-state="unknown">
        Server: unknown
      </span>
      <span data-testid="bot-state">Bot: unknown</span>
    </span>
  );
}
