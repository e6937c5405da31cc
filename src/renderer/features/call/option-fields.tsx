import { FAULT_IDS, type FaultId, faultOf } from '../../../shared/audiohook/faults.ts';
import { OFFER_NAMES, OFFER_WORDS, type OfferName } from '../../../shared/audiohook/offers.ts';
import type { OptionFields } from './call-form-options.ts';

type FieldsProps = { fields: OptionFields; change(part: Partial<OptionFields>): void };

/** What Genesys Cloud sends, how it connects, and what it does wrong: closed until somebody needs it. */
export function OptionFieldsBox({ fields, change }: FieldsProps) {
  return (
    <details className="call-more">
      <summary>What Genesys Cloud sends, and what it does wrong</summary>
      <div className="call-more-grid">
        <CallerFields fields={fields} change={change} />
        <SessionFields fields={fields} change={change} />
        <ConnectionFields fields={fields} change={change} />
      </div>
    </details>
  );
}

function CallerFields({ fields, change }: FieldsProps) {
  return (
    <fieldset className="call-group">
      <legend>Caller</legend>
      <TextField name="Number (ani)" value={fields.ani} onChange={ani => change({ ani })} />
      <TextField name="Name (aniName)" value={fields.aniName} onChange={aniName => change({ aniName })} />
      <TextField name="Called (dnis)" value={fields.dnis} onChange={dnis => change({ dnis })} />
      <TextField name="Language" value={fields.language} onChange={language => change({ language })} />
      <Check
        name="Ask for supported languages"
        value={fields.supportedLanguages}
        onChange={supportedLanguages => change({ supportedLanguages })}
      />
    </fieldset>
  );
}

function SessionFields({ fields, change }: FieldsProps) {
  return (
    <fieldset className="call-group">
      <legend>Session</legend>
      <label className="call-field">
        Media
        <select value={fields.offer} onChange={event => change({ offer: offerOf(event.target.value) })}>
          {OFFER_NAMES.map(name => (
            <option key={name} value={name}>
              {OFFER_WORDS[name]}
            </option>
          ))}
          <option value="custom">As typed</option>
        </select>
      </label>
      {fields.offer === 'custom' && (
        <Area name="Offer (JSON)" value={fields.customOffer} onChange={customOffer => change({ customOffer })} />
      )}
      <Area
        name="Input variables"
        placeholder="name=value"
        value={fields.inputVariables}
        onChange={inputVariables => change({ inputVariables })}
      />
      <Area
        name="Custom config"
        placeholder="JSON"
        value={fields.customConfig}
        onChange={customConfig => change({ customConfig })}
      />
      <Area
        name="Continues sessions"
        placeholder="session id"
        value={fields.continuedSessions}
        onChange={continuedSessions => change({ continuedSessions })}
      />
    </fieldset>
  );
}

function ConnectionFields({ fields, change }: FieldsProps) {
  return (
    <fieldset className="call-group">
      <legend>Connection</legend>
      <label className="call-field">
        Signature
        <select
          value={fields.signatureOrder}
          onChange={event => change({ signatureOrder: event.target.value === 'docs' ? 'docs' : 'production' })}
        >
          <option value="docs">Order of the documentation</option>
          <option value="production">Order of production</option>
        </select>
      </label>
      <TextField
        name="Signature label"
        placeholder="sig1"
        value={fields.signatureLabel}
        onChange={signatureLabel => change({ signatureLabel })}
      />
      <Check
        name="Join the Connector ID as it is"
        value={fields.verbatimJoin}
        onChange={verbatimJoin => change({ verbatimJoin })}
      />
      <Check
        name="Connect again, up to 5 tries (second-hand knowledge)"
        value={fields.retry}
        onChange={retry => change({ retry })}
      />
      <Check name="Lenient: warn, do not refuse" value={fields.lenient} onChange={lenient => change({ lenient })} />
      <label className="call-field">
        Fault
        <select
          value={fields.fault}
          aria-describedby="call-fault-words"
          onChange={event => change({ fault: faultIn(event.target.value) })}
        >
          <option value="">None: a call as it should be</option>
          {FAULT_IDS.map(id => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </label>
      <p id="call-fault-words" className="call-fault-words quiet">
        {fields.fault === '' ? '' : faultWords(fields.fault)}
      </p>
    </fieldset>
  );
}

function faultWords(id: FaultId): string {
  const { does, should, rule } = faultOf(id);
  return `The caller ${does}. A good server ${should} (${rule}).`;
}

function faultIn(value: string): FaultId | '' {
  return FAULT_IDS.find(id => id === value) ?? '';
}

function offerOf(value: string): OfferName | 'custom' {
  return OFFER_NAMES.find(name => name === value) ?? 'custom';
}

type TextProps = { name: string; value: string; placeholder?: string; onChange(value: string): void };

function TextField({ name, value, placeholder, onChange }: TextProps) {
  return (
    <label className="call-field">
      {name}
      <input
        className="mono"
        value={value}
        placeholder={placeholder}
        onChange={event => onChange(event.target.value)}
      />
    </label>
  );
}

function Area({ name, value, placeholder, onChange }: TextProps) {
  return (
    <label className="call-field">
      {name}
      <textarea
        className="mono"
        rows={2}
        spellCheck={false}
        value={value}
        placeholder={placeholder}
        onChange={event => onChange(event.target.value)}
      />
    </label>
  );
}

function Check({ name, value, onChange }: { name: string; value: boolean; onChange(value: boolean): void }) {
  return (
    <label>
      <input type="checkbox" checked={value} onChange={event => onChange(event.target.checked)} /> {name}
    </label>
  );
}
