import { useEffect, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { ConsoleStatus } from '../../../shared/contract/status-contract.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Problem } from '../../ui/problem.tsx';

type Credentials = { readonly apiKey: string; readonly clientSecret: string };

/** What goes into Genesys Cloud's integration: address, API key and client secret, each to copy. Masked until shown. */
export function ServerValues({ client, status }: { client: ConsoleClient; status: ConsoleStatus }) {
  const [shown, setShown] = useState(false);
  const credentials = useCredentials(client);
  const { server } = status;
  return (
    <>
      <dl className="values">
        {server.state === 'listening' && (
          <>
            <dt>Address</dt>
            <dd>
              <code data-testid="server-address">{server.url}</code>
            </dd>
            <dd>
              <CopyButton text={server.url} what="address" />
            </dd>
          </>
        )}
        {typeof credentials === 'object' && (
          <>
            <SecretRow name="API key" value={credentials.apiKey} shown={shown} />
            <SecretRow name="Client secret" value={credentials.clientSecret} shown={shown} />
          </>
        )}
      </dl>
      {typeof credentials === 'string' && <Problem words={credentials} />}
      {typeof credentials === 'object' && (
        <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Hide' : 'Show'}
        </button>
      )}
      <p className="quiet">
        Genesys Cloud calls only public <code>wss://</code> addresses, so this address needs a way in from outside (a
        tunnel or proxy).
      </p>
    </>
  );
}

function SecretRow({ name, value, shown }: { name: string; value: string; shown: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <code>{shown ? value : '••••••••••••'}</code>
      </dd>
      <dd>
        <CopyButton text={value} what={name} />
      </dd>
    </>
  );
}

/** The credentials, or why there are none, or nothing yet. */
function useCredentials(client: ConsoleClient): Credentials | string | undefined {
  const [found, setFound] = useState<Credentials | string>();
  useEffect(() => {
    let wanted = true;
    void client.credentials({}).then(result => {
      if (wanted) setFound(result.ok ? result.value : result.error.message);
    });
    return () => {
      wanted = false;
    };
  }, [client]);
  return found;
}
