import { type FormEvent, useState } from 'react';
import { type AcceptedPair, credentialPolicySchema } from '../../../shared/contract/credentials-contract.ts';
import { ConfirmButton } from '../../ui/confirm.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SecretInput } from '../../ui/secret-input.tsx';
import { Section, SectionWords } from './section.tsx';
import { useFound, useSettings } from './settings-context.ts';
import type { AcceptedPairs } from './settings-stores.ts';

type Pair = { readonly apiKey: string; readonly clientSecret: string };

/** With which API keys and client secrets Genesys Cloud may call: one pair an integration. */
export function CredentialsSection({ accepted }: { accepted: AcceptedPairs | undefined }) {
  const found = useFound('credentials api key client secret pair signed integration');
  return (
    <Section id="credentials" title="Credentials">
      <SectionWords>
        <p className="quiet">
          Genesys Cloud proves itself with an API key, and signs with a client secret. Nobody issues them: they are made
          here, and typed into the integration there. A change counts from the next connection on.
        </p>
      </SectionWords>
      {accepted && found && (
        <>
          <ul className="pairs">
            {accepted.pairs.map(pair => (
              <PairRow key={pair.name} pair={pair} changeable={accepted.changeable} />
            ))}
          </ul>
          {accepted.changeable ? (
            <AddPair />
          ) : (
            <p className="setting settings-words quiet">
              This pair was given on the command line or in the environment. Start without it to use those that are
              kept.
            </p>
          )}
        </>
      )}
    </Section>
  );
}

const POLICY_WORDS: Readonly<Record<AcceptedPair['policy'], string>> = {
  signed: 'signed',
  'key-only': 'API key alone is enough',
  'raw-secret': 'signed, with the secret as raw text too (as in Genesys’s sample)',
};

function PairRow({ pair, changeable }: { pair: AcceptedPair; changeable: boolean }) {
  const { client } = useSettings();
  const [shown, setShown] = useState<Pair>();
  const [problem, setProblem] = useState<string>();
  const { name, own, policy } = pair;
  const title = own ? 'This console’s own pair' : name;
  const say = (result: { ok: true } | { ok: false; error: { message: string } }) =>
    setProblem(result.ok ? undefined : result.error.message);
  const toggle = async () => {
    if (shown) {
      setShown(undefined);
      return;
    }
    const found = await client.revealCredentials({ name });
    say(found);
    if (found.ok) setShown(found.value);
  };
  const renew = async () => {
    const made = await client.regenerateCredentials({ name });
    say(made);
    if (made.ok) setShown(made.value);
  };
  return (
    <li className="pair" data-pair={name}>
      <div className="row">
        <strong>{title}</strong>
        <span className="quiet">{POLICY_WORDS[policy]}</span>
        <span className="grow" />
        <button
          type="button"
          aria-pressed={shown !== undefined}
          aria-label={`Show ${title}`}
          onClick={() => void toggle()}
        >
          {shown ? 'Hide' : 'Show'}
        </button>
        {changeable && (
          <ConfirmButton
            label="Make anew"
            what={title}
            title={own ? 'Make this console’s own pair anew?' : `Make the pair of ${name} anew?`}
            verb="Make anew"
            onConfirm={() => void renew()}
          >
            Genesys Cloud is refused with the old API key and client secret from the next connection on, until the new
            ones are typed into its integration. The old ones cannot be had back.
          </ConfirmButton>
        )}
        {changeable && !own && (
          <ConfirmButton
            label="Remove"
            what={title}
            title={`Remove the pair of ${name}?`}
            verb="Remove"
            onConfirm={() => void client.removeCredentials({ name }).then(say)}
          >
            Whoever calls with this pair is refused from the next connection on. It cannot be had back.
          </ConfirmButton>
        )}
      </div>
      {shown && (
        <dl className="values">
          <dt>API key</dt>
          <dd>
            <code>{shown.apiKey}</code>
          </dd>
          <dd>
            <CopyButton text={shown.apiKey} what={`API key of ${title}`} />
          </dd>
          {shown.clientSecret !== '' && (
            <>
              <dt>Client secret</dt>
              <dd>
                <code>{shown.clientSecret}</code>
              </dd>
              <dd>
                <CopyButton text={shown.clientSecret} what={`client secret of ${title}`} />
              </dd>
            </>
          )}
        </dl>
      )}
      {problem && <Problem words={problem} />}
    </li>
  );
}

function AddPair() {
  const { client } = useSettings();
  const [name, setName] = useState('');
  const [policy, setPolicy] = useState<AcceptedPair['policy']>('signed');
  const [typed, setTyped] = useState<Pair>();
  const [problem, setProblem] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const added = await client.addCredentials({ name, policy, ...(typed && { pair: typed }) });
    setProblem(added.ok ? undefined : added.error.message);
    if (!added.ok) return;
    setName('');
    setTyped(undefined);
  };
  return (
    <form className="setting pair-form" aria-label="Add a pair" onSubmit={event => void submit(event)}>
      <div className="row">
        <label className="row">
          Another integration
          <input value={name} placeholder="its name" onChange={event => setName(event.target.value)} />
        </label>
        <label className="row">
          Proof
          <select value={policy} onChange={event => setPolicy(credentialPolicySchema.parse(event.target.value))}>
            {credentialPolicySchema.options.map(one => (
              <option key={one} value={one}>
                {POLICY_WORDS[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={typed !== undefined}
            onChange={event => setTyped(event.target.checked ? { apiKey: '', clientSecret: '' } : undefined)}
          />{' '}
          It has values already
        </label>
        <button type="submit" disabled={name.trim() === ''}>
          {typed ? 'Accept this pair' : 'Make a pair'}
        </button>
      </div>
      {typed && (
        <div className="row">
          <SecretInput
            aria-label="API key to accept"
            placeholder="API key"
            value={typed.apiKey}
            onValue={text => setTyped({ ...typed, apiKey: text.trim() })}
          />
          <SecretInput
            className="grow"
            aria-label="Client secret to accept"
            placeholder="Client secret (base64)"
            value={typed.clientSecret}
            onValue={text => setTyped({ ...typed, clientSecret: text.trim() })}
          />
        </div>
      )}
      {problem && <Problem words={problem} />}
    </form>
  );
}
