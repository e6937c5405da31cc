import { type FormEvent, useState } from 'react';
import { checkProfileSchema } from '../../../shared/checks/check-report.ts';
import { useKeptFocus } from '../../ui/kept-focus.ts';
import { SecretInput } from '../../ui/secret-input.tsx';
import { type Store, useStore } from '../../ui/store.ts';
import { type CheckForm, type CheckRequest, checkOf } from './check-form.ts';

const PROFILE_NAMES = {
  'audio-connector': 'Audio Connector',
  monitor: 'AudioHook Monitor',
  transcription: 'Transcription Connector',
} as const;

type FieldsProps = {
  form: Store<CheckForm>;
  running: boolean;
  /** The host cannot be asked now. */
  disabled: boolean;
  onRun(request: CheckRequest): void;
  onCancel(): void;
};

/** Which server is judged, as which product of Genesys Cloud, and with which credentials. */
export function CheckFields({ form, running, disabled, onRun, onCancel }: FieldsProps) {
  const values = useStore(form);
  const [missing, setMissing] = useState<string>();
  const kept = useKeptFocus();
  const change = (part: Partial<CheckForm>) => {
    form.set({ ...form.get(), ...part });
    setMissing(undefined);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const request = checkOf(values);
    if (request.ok) onRun(request.value);
    else setMissing(request.error.message);
  };
  return (
    <form className="check-form" onSubmit={submit} noValidate aria-label="What to check">
      <fieldset className="row" disabled={running}>
        <legend className="visually-hidden">Server</legend>
        <label>
          <input
            type="radio"
            name="check-target"
            checked={!values.elsewhere}
            onChange={() => change({ elsewhere: false })}
          />{' '}
          This console
        </label>
        <label>
          <input
            type="radio"
            name="check-target"
            checked={values.elsewhere}
            onChange={() => change({ elsewhere: true })}
          />{' '}
          Another server
        </label>
        {values.elsewhere && <ElsewhereFields values={values} change={change} />}
        <label className="row">
          Connector ID
          <input
            className="mono"
            value={values.connectorId}
            onChange={event => change({ connectorId: event.target.value })}
          />
        </label>
        <label className="row">
          Product
          <select
            value={values.profile}
            onChange={event => change({ profile: checkProfileSchema.parse(event.target.value) })}
          >
            {checkProfileSchema.options.map(name => (
              <option key={name} value={name}>
                {PROFILE_NAMES[name]}
              </option>
            ))}
          </select>
        </label>
      </fieldset>
      <div className="row">
        {/* Keys: one element that turned from button to submit under the pointer would submit by the same click. */}
        {running ? (
          <button key="cancel" ref={kept} type="button" onClick={onCancel}>
            Cancel check
          </button>
        ) : (
          <button key="run" ref={kept} type="submit" className="primary" disabled={disabled}>
            Run check
          </button>
        )}
        <span role="alert" className="problem">
          {missing}
        </span>
      </div>
    </form>
  );
}

function ElsewhereFields({ values, change }: { values: CheckForm; change(part: Partial<CheckForm>): void }) {
  return (
    <>
      <input
        className="check-url mono"
        aria-label="Address of the server to check"
        placeholder="wss://server.example/audiohook"
        value={values.url}
        onChange={event => change({ url: event.target.value })}
      />
      <SecretInput
        aria-label="API key of the server to check"
        placeholder="API key"
        value={values.apiKey}
        onValue={text => change({ apiKey: text })}
      />
      <SecretInput
        aria-label="Client secret of the server to check"
        placeholder="Client secret (base64)"
        value={values.clientSecret}
        onValue={text => change({ clientSecret: text })}
      />
    </>
  );
}
