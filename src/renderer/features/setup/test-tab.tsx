import { type FormEvent, useMemo } from 'react';
import { dryRun, type FourFields } from '../../../shared/preflight/dry-run.ts';
import { useKeptFocus } from '../../ui/kept-focus.ts';
import { SecretInput } from '../../ui/secret-input.tsx';
import { useStore } from '../../ui/store.ts';
import { FindingLine, PreflightLines } from './preflight-lines.tsx';
import { usePublicAddress, useSetup } from './setup-context.ts';

/** Any server: what Genesys Cloud would send for four fields, what is wrong with them, and preflight. */
export function TestTab() {
  const { stores } = useSetup();
  const fields = useStore(stores.fields);
  const state = useStore(stores.preflight.state);
  return (
    <div className="setup-test">
      <Fields fields={fields} running={state.phase === 'running'} />
      {state.phase === 'never' && fields.baseUri.trim() === '' ? (
        <p className="quiet">
          Type what stands, or will stand, in Genesys Cloud: this console’s address or any other. Before anything is
          sent you see what Genesys Cloud would send, and what is wrong with it.
        </p>
      ) : (
        <div className="setup-halves">
          <DryRunResult fields={fields} />
          <PreflightLines state={state} />
        </div>
      )}
    </div>
  );
}

function Fields({ fields, running }: { fields: FourFields; running: boolean }) {
  const { client, connected, status, stores } = useSetup();
  const { base } = usePublicAddress();
  const kept = useKeptFocus();
  const own = base ?? (status.server.state === 'listening' ? status.server.url : undefined);
  const change = (part: Partial<FourFields>) => stores.fields.update(now => ({ ...now, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    stores.preflight.run(client, fields);
  };
  return (
    <form className="setup-fields" aria-label="Address to test" noValidate onSubmit={submit}>
      <label>
        Base Connection URI
        <input
          className="mono"
          placeholder="wss://voice.acme.com/audiohook/"
          value={fields.baseUri}
          onChange={event => change({ baseUri: event.target.value })}
        />
      </label>
      <label>
        Connector ID
        <input
          className="mono"
          value={fields.connectorId}
          onChange={event => change({ connectorId: event.target.value })}
        />
      </label>
      <label>
        API Key
        <SecretInput
          placeholder="of this console, if it is its address"
          value={fields.apiKey}
          onValue={text => change({ apiKey: text })}
        />
      </label>
      <label>
        Client Secret
        <SecretInput value={fields.clientSecret} onValue={text => change({ clientSecret: text })} />
      </label>
      <div className="row">
        {running ? (
          <button key="cancel" ref={kept} type="button" onClick={stores.preflight.cancel}>
            Cancel preflight
          </button>
        ) : (
          <button
            key="run"
            ref={kept}
            type="submit"
            className="primary"
            disabled={!connected || fields.baseUri.trim() === ''}
          >
            Run preflight
          </button>
        )}
        {own !== undefined && (
          <button type="button" onClick={() => change({ baseUri: own, apiKey: '', clientSecret: '' })}>
            This console
          </button>
        )}
      </div>
    </form>
  );
}

/** Offline, as typed. */
function DryRunResult({ fields }: { fields: FourFields }) {
  const run = useMemo(() => dryRun(fields), [fields]);
  const told = run.findings.filter(({ status }) => status === 'fail' || status === 'warn');
  return (
    <section aria-label="Dry run" data-testid="dry-run">
      <h3>Dry run: what Genesys Cloud would send</h3>
      <ul className="setup-lines">
        {told.map(result => (
          <FindingLine key={result.id} result={result} />
        ))}
        {told.length === 0 && (
          <li>
            <span className="good">✓</span> Nothing is wrong with these fields as typed.
          </li>
        )}
      </ul>
      {run.urls.length > 0 && (
        <>
          <h4>It opens one of</h4>
          <ul className="setup-urls">
            {run.urls.map(({ url, note }) => (
              <li key={url}>
                <code>{url}</code> <span className="quiet">{note}</span>
              </li>
            ))}
          </ul>
          <h4>with this request</h4>
          <pre className="setup-request">{run.request.join('\n')}</pre>
          <h4>and then says</h4>
          <pre className="setup-request">{run.open}</pre>
          <p className="quiet">and sends the caller’s audio in binary frames: 8 kHz µ-law, about 200 ms each.</p>
        </>
      )}
    </section>
  );
}
