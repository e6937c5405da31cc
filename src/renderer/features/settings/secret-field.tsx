import { type FormEvent, useId, useState } from 'react';
import type { SecretName, SecretState, SecretsState } from '../../../shared/contract/settings-contract.ts';
import { Problem } from '../../ui/problem.tsx';
import { SecretInput } from '../../ui/secret-input.tsx';
import { useFound, useSettings } from './settings-context.ts';

type SecretProps = { secrets: SecretsState | undefined; name: SecretName; label: string; hint: string };

/** A key of somebody else's: where it comes from now, and another one. Its value never comes back. */
export function SecretField({ secrets, name, label, hint }: SecretProps) {
  const { client } = useSettings();
  const id = useId();
  const [value, setValue] = useState('');
  const [keep, setKeep] = useState<boolean>();
  const [problem, setProblem] = useState<string>();
  const isFound = useFound(label, hint, 'key secret token');
  const state = secrets?.secrets.find(one => one.name === name);
  if (!secrets || !state || !isFound) return null;
  const { keeper } = secrets;
  const keeps = keep ?? keeper.safe;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await client.setSecret({ name, value, keep: keeps });
    setProblem(done.ok ? undefined : done.error.message);
    if (done.ok) setValue('');
  };
  const forget = async () => {
    const done = await client.forgetSecret({ name });
    setProblem(done.ok ? undefined : done.error.message);
  };
  return (
    <form className="setting" data-setting={name} onSubmit={event => void submit(event)}>
      <label htmlFor={id}>{label}</label>
      <div className="setting-field">
        <SecretInput
          id={id}
          placeholder={state.from === 'nowhere' ? 'none' : '••••••••••••'}
          value={value}
          aria-describedby={`${id}-words`}
          onValue={setValue}
        />
        <button type="submit" aria-label={`Use this key: ${label}`} disabled={value.trim() === ''}>
          Use this key
        </button>
        {(state.from === 'typed' || state.from === 'kept') && (
          <button type="button" aria-label={`Forget ${label}`} onClick={() => void forget()}>
            Forget
          </button>
        )}
      </div>
      <div className="setting-words" id={`${id}-words`}>
        {problem && <Problem words={problem} />}
        <p>
          <span data-testid={`${name}-from`}>{fromWords(state, keeper.where)}</span>{' '}
          <span className="quiet">{hint}</span>
        </p>
        <label>
          <input type="checkbox" checked={keeps} onChange={event => setKeep(event.target.checked)} /> Keep it in{' '}
          {keeper.where}
        </label>
      </div>
    </form>
  );
}

function fromWords({ from, variable }: SecretState, where: string): string {
  switch (from) {
    case 'nowhere':
      return `There is none, here or in ${variable}.`;
    case 'environment':
      return `That of ${variable} counts.`;
    case 'typed':
      return 'The one that was typed counts, until the console ends.';
    case 'kept':
      return `One is kept in ${where}.`;
  }
}
