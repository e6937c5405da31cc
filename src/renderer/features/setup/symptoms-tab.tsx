import { useEffect, useRef } from 'react';
import { findSymptoms, type Symptom, type SymptomAction } from '../../../shared/setup/symptoms.ts';
import { useStore } from '../../ui/store.ts';
import { useSetup } from './setup-context.ts';

/** What people see when it does not work, to search; each opens what to check, and runs it. */
export function SymptomsTab() {
  const { stores } = useSetup();
  const query = useStore(stores.symptomQuery);
  const asked = useStore(stores.symptom);
  const found = findSymptoms(query);
  return (
    <div className="setup-symptoms">
      <input
        type="search"
        aria-label="Search symptoms"
        placeholder="What do you see? NoResourceError, silence, 401 …"
        value={query}
        onChange={event => stores.symptomQuery.set(event.target.value)}
      />
      <p className="visually-hidden" role="status">
        {found.length === 1 ? '1 symptom' : `${found.length} symptoms`}
      </p>
      {found.length === 0 && (
        <p className="quiet">
          Nothing like it is known here. Paste the whole text in Paste what you have, or test the address.
        </p>
      )}
      <ul>
        {found.map(symptom => {
          const shown = symptom.id === asked;
          const open = shown || found.length === 1;
          return (
            <li key={symptom.id}>
              <SymptomItem key={String(open)} symptom={symptom} open={open} shown={shown} />
            </li>
          );
        })}
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
  paste: 'Paste the command',
  middle: 'Stand in the middle',
};

type ItemProps = {
  symptom: Symptom;
  /** Its place among several possible answers. */
  number?: number | undefined;
  open?: boolean;
  /** It was asked for: it is scrolled to, and has the focus. */
  shown?: boolean;
};

export function SymptomItem({ symptom, number, open = false, shown = false }: ItemProps) {
  const { onAction } = useSetup();
  const summary = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!shown) return;
    summary.current?.scrollIntoView({ block: 'nearest' });
    summary.current?.focus();
  }, [shown]);
  const { title, means, steps, actions } = symptom;
  return (
    <details open={open} data-symptom={symptom.id}>
      <summary ref={summary}>
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
