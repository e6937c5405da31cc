import { useEffect, useState } from 'react';
import { finalUrls } from '../../../shared/preflight/dry-run.ts';
import { judgeConnectorId } from '../../../shared/preflight/form-fields.ts';
import { BUILT_IN_CONNECTORS } from '../../../shared/settings/built-in-connectors.ts';
import { ConfirmButton } from '../../ui/confirm.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useStore } from '../../ui/store.ts';
import { usePublicAddress, useSetup } from './setup-context.ts';
import { Value } from './value.tsx';

/** What goes into Genesys Cloud, in the order and with the names of its forms. */
export function ValuesSection() {
  const { status } = useSetup();
  const { base } = usePublicAddress();
  const local = status.server.state === 'listening' ? status.server.url : undefined;
  return (
    <section className="setup-section" aria-labelledby="setup-values">
      <h3 id="setup-values">2 What to type into Genesys Cloud</h3>
      <p className="quiet">Admin, Integrations, Audio Connector: Configuration, Properties and Credentials.</p>
      <div className="setup-values">
        <Value
          name="Base Connection URI"
          text={base}
          missing={`none yet: ${local ?? 'the server'} is reached from this machine only`}
          sentence="Your server’s address from outside, without Connector ID. No admin page, no https://, no port."
        />
        <PairValues />
      </div>
      <p className="quiet">Architect, in the flow: the action Call Audio Connector. Then publish the flow.</p>
      <div className="setup-values">
        <ConnectorIdValue />
        <Value
          name="Inputs"
          text="customerTier = &quot;gold&quot;"
          example
          sentence="Names and texts of your choice, or none. They reach the bot in open, as inputVariables."
        />
        <Value
          name="Outputs"
          text="intent, summary"
          example
          sentence="Names that the bot gives back in disconnect, as outputVariables. The flow gets them on its success path."
        />
      </div>
      <FinalUrls base={base ?? local} />
    </section>
  );
}

type Pair = { readonly apiKey: string; readonly clientSecret: string };

/** Key and secret of one pair; a choice among several; made anew on request. */
function PairValues() {
  const { client, settings, connected } = useSetup();
  const accepted = useStore(settings.credentials);
  const [chosen, setChosen] = useState('');
  const [found, setFound] = useState<{ name: string; pair: Pair }>();
  const [shown, setShown] = useState(false);
  const [problem, setProblem] = useState<string>();
  const name = accepted?.pairs.find(pair => pair.name === chosen)?.name ?? accepted?.pairs[0]?.name;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a pair that was made anew has new values under its old name
  useEffect(() => {
    if (name === undefined || !connected) return;
    let wanted = true;
    void client.revealCredentials({ name }).then(result => {
      if (!wanted) return;
      setFound(result.ok ? { name, pair: result.value } : undefined);
      setProblem(result.ok ? undefined : result.error.message);
    });
    return () => {
      wanted = false;
    };
  }, [client, connected, name, accepted]);
  if (!accepted || name === undefined) return null;
  const pair = found?.name === name ? found.pair : undefined;
  const renew = async () => {
    const made = await client.regenerateCredentials({ name });
    setProblem(made.ok ? undefined : made.error.message);
  };
  return (
    <>
      <Value
        name="API Key"
        text={pair?.apiKey}
        hidden={!shown}
        missing="unknown"
        sentence="Invented here, sent with every call as X-API-KEY. Not the OpenAI key, not an OAuth client of Genesys Cloud."
      />
      <Value
        name="Client Secret"
        text={pair?.clientSecret}
        hidden={!shown}
        missing="none: this pair needs the API key alone"
        sentence="Invented here, base64. Genesys Cloud signs with what it decodes to, and never sends it."
      />
      <div className="row setup-pair">
        {accepted.pairs.length > 1 && (
          <label className="row">
            Pair
            <select value={name} onChange={event => setChosen(event.target.value)}>
              {accepted.pairs.map(one => (
                <option key={one.name} value={one.name}>
                  {one.own ? 'this console’s own' : one.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Hide key and secret' : 'Show key and secret'}
        </button>
        {accepted.changeable && (
          <ConfirmButton
            label="Make anew"
            what="key and secret"
            title="Make key and secret anew?"
            verb="Make anew"
            onConfirm={() => void renew()}
          >
            Genesys Cloud is refused with the old ones from the next connection on, until the new ones are typed into
            its integration.
          </ConfirmButton>
        )}
        <span className="quiet">More pairs, one an integration: Settings, Credentials.</span>
        {problem && (
          <span className="problem" role="alert">
            {problem}
          </span>
        )}
      </div>
    </>
  );
}

function ConnectorIdValue() {
  const { stores, onCall, status } = useSetup();
  const id = useStore(stores.connectorId);
  const finding = judgeConnectorId(id);
  const isWrong = finding.status === 'fail' || finding.status === 'warn';
  const builtIn = BUILT_IN_CONNECTORS.find(one => one.id === id);
  return (
    <div className="setup-value">
      <label htmlFor="setup-connector-id">Connector ID</label>
      <span className="row">
        <input
          id="setup-connector-id"
          className="mono"
          value={id}
          aria-invalid={isWrong}
          aria-describedby="setup-connector-id-words"
          onChange={event => stores.connectorId.set(event.target.value)}
        />
        {BUILT_IN_CONNECTORS.map(one => (
          <button
            key={one.id}
            type="button"
            className="mono"
            aria-pressed={id === one.id}
            title={one.hears}
            onClick={() => stores.connectorId.set(one.id)}
          >
            {one.id}
          </button>
        ))}
        <button
          type="button"
          className="primary"
          title="Calls this console with the fake Genesys Cloud"
          disabled={status.server.state !== 'listening'}
          onClick={() => onCall(id)}
        >
          Try it here
        </button>
      </span>
      <CopyButton text={id} what="Connector ID" />
      <p id="setup-connector-id-words" className={isWrong ? 'problem' : 'quiet'}>
        {isWrong
          ? `${finding.detail} ${finding.fix}`
          : builtIn
            ? `The caller hears: ${builtIn.hears} ${builtIn.proves}`
            : 'A short name that you choose; it becomes the end of the path. Those with -test need no OpenAI key: begin with tone-test.'}
      </p>
    </div>
  );
}

/** Each URL that may be opened, as nobody knows who supplies the slash. */
function FinalUrls({ base }: { base: string | undefined }) {
  const { stores } = useSetup();
  const id = useStore(stores.connectorId);
  if (base === undefined) return null;
  return (
    <>
      <p className="quiet">
        Genesys Cloud then opens one of these; who supplies the slash is not known, and all work here:
      </p>
      <ul className="setup-urls" aria-label="Final URLs">
        {finalUrls(base, id).map(({ url, note }) => (
          <li key={url}>
            <code>{url}</code> <span className="quiet">{note}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
