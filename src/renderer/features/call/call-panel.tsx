import { type FormEvent, useEffect, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { type Store, useStore } from '../../ui/store.ts';
import type { CallRequest } from './call-controller.ts';
import { type CallForm, callOf } from './call-form.ts';
import { listOutputs, type MicrophoneDevice } from './microphone.ts';
import { OptionFieldsBox } from './option-fields.tsx';
import type { RecentTargetsStore } from './recent-targets-store.ts';
import type { ScriptsStore } from './scripts-store.ts';
import { SourceFields } from './source-fields.tsx';
import { TargetFields } from './target-fields.tsx';
import './call.css';

type PanelProps = {
  form: Store<CallForm>;
  scripts: ScriptsStore;
  recent: RecentTargetsStore;
  client: ConsoleClient | undefined;
  /** A call is running: another one cannot be placed from here. */
  busy: boolean;
  /** Why no call can be made here, in a sentence. */
  readOnly: string | undefined;
  onPlace(request: CallRequest): void;
};

/** Whom to call, as whom, and what is said. "Call" in the top bar needs none of it. */
export function CallPanel({ form, scripts, recent, client, busy, readOnly, onPlace }: PanelProps) {
  const values = useStore(form);
  const [missing, setMissing] = useState<string>();
  const change = (part: Partial<CallForm>) => {
    form.set({ ...form.get(), ...part });
    setMissing(undefined);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const request = callOf(values);
    if (request.ok) onPlace(request.value);
    else setMissing(request.error.message);
  };
  return (
    <section className="call-panel" aria-label="Call options">
      <form onSubmit={submit} noValidate>
        <TargetFields values={values} recent={recent} client={client} change={change} />
        <SourceFields values={values} change={change} scripts={scripts} client={client} />
        <OutputField values={values} change={change} />
        <OptionFieldsBox
          fields={values.options}
          change={part => change({ options: { ...form.get().options, ...part } })}
        />
        <div className="row">
          <button type="submit" className="primary" disabled={busy}>
            Place call
          </button>
          <span role="alert" className="problem">
            {missing}
          </span>
          {readOnly !== undefined && <span className="quiet">{readOnly}</span>}
        </div>
      </form>
    </section>
  );
}

/** On which output the bot is heard; not shown where there is no choice. */
function OutputField({ values, change }: { values: CallForm; change(part: Partial<CallForm>): void }) {
  const [outputs, setOutputs] = useState<readonly MicrophoneDevice[]>([]);
  useEffect(() => {
    const read = () => void listOutputs().then(setOutputs);
    read();
    navigator.mediaDevices?.addEventListener('devicechange', read);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', read);
  }, []);
  if (outputs.length === 0) return null;
  return (
    <label className="row">
      <span className="call-label">Hear</span>
      <select
        aria-label="Output device"
        value={values.outputId}
        onChange={event => change({ outputId: event.target.value })}
      >
        <option value="">System default</option>
        {outputs.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
