import { useState } from 'react';
import { findSymptoms, type Symptom, type SymptomAction } from '../../../shared/setup/symptoms.ts';
import { useSetup } from './setup-context.ts';

/** What people see when it does not work, to search; each opens what to check, and runs it. */
export function SymptomsTab() {
  const [query, setQuery] = useState('');
  const found = findSymptoms(query);
  return (
    <div className="setup-symptoms">
      <input
        type="search"
        aria-label="Search symptoms"
        placeholder="What do you see? NoResourceError, silence, 401 …"
        value={query}
        onChange={event => setQuery(event.target.value)}
      />
      <p className="visually-hidden" role="status">
        {found.length} symptoms
      </p>
      {found.length === 0 && (
        <p className="quiet">
          Nothing like it is known here. Paste the whole text in Paste what you have, or test the address.
        </p>
      )}
      <ul>
        {found.map(symptom => (
          <li key={symptom.id}>
            <SymptomItem symptom={symptom} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const ACTIONS: Readonly<Record<SymptomAction, string>> = {
  values: 'Show the values',
  'test-address': 'Test the address',
  waiting: 'Watch what arrives',
  'tone-call': 'Hear the tone here',
  check: 'Check the server',
  sessions: 'Look at the refused sessions',
};

type ItemProps = {
  symptom: Symptom;
  /** Its place among several possible answers. */
  number?: number | undefined;
  open?: boolean;
};

export function SymptomItem({ symptom, number, open = false }: ItemProps) {
  const { onAction } = useSetup();
  const { title, means, steps, actions } = symptom;
  return (
    <details open={open} data-symptom={symptom.id}>
      <summary>
        {number !== undefined && `${number}. `}
        {title}
      </summary>
      <div className="setup-symptom">
        <p>{means}</p>
        <ol>
          {steps.map(step => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <div className="row">
          {actions.map(action => (
            <button key={action} type="button" onClick={() => onAction(action)}>
              {ACTIONS[action]}
            </button>
          ))}
        </div>
      </div>
    </details>
  );
}
