import { useMemo } from 'react';
import type { WscatStep } from '../../../shared/contract/setup-contract.ts';
import { type PastedCommand, readPasted } from '../../../shared/setup/pasted.ts';
import { useKeptFocus } from '../../ui/kept-focus.ts';
import { Problem } from '../../ui/problem.tsx';
import { useStore } from '../../ui/store.ts';
import { useSetup } from './setup-context.ts';
import { SymptomItem } from './symptoms-tab.tsx';

/** An error, a command, a line of a log: what it is, what it tells, and what to do. */
export function PasteTab() {
  const { stores } = useSetup();
  const text = useStore(stores.pasted);
  const pasted = useMemo(() => readPasted(text), [text]);
  const { url } = pasted;
  return (
    <div className="setup-paste">
      <textarea
        aria-label="What you have"
        rows={5}
        spellCheck={false}
        placeholder="An error of Architect, a wscat or curl command, a line of a log. It stays on this machine."
        value={text}
        onChange={event => stores.pasted.set(event.target.value)}
      />
      {pasted.kind !== 'nothing' && pasted.symptoms.length === 0 && pasted.notes.length === 0 && (
        <p className="quiet">Nothing in it is known here. If there is an address in it, test that.</p>
      )}
      <ul className="setup-notes">
        {pasted.notes.map(note => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      {url !== undefined && (
        <div className="row">
          <code>{url}</code>
          <button
            type="button"
            onClick={() => {
              stores.fields.update(now => ({ ...now, baseUri: url }));
              stores.tab.set('test');
            }}
          >
            Test this address
          </button>
        </div>
      )}
      {pasted.command && <CommandAgain text={text} command={pasted.command} />}
      {pasted.symptoms.length > 1 && (
        <p className="quiet" role="status">
          {pasted.symptoms.length} answers are possible:
        </p>
      )}
      {pasted.symptoms.map((symptom, at) => (
        <SymptomItem
          key={symptom.id}
          symptom={symptom}
          number={pasted.symptoms.length > 1 ? at + 1 : undefined}
          open={at === 0}
        />
      ))}
    </div>
  );
}

const STEPS: Readonly<Record<WscatStep, string>> = {
  command: 'Trying the command …',
  handshake: 'Trying the handshake of Genesys Cloud at the same server …',
};

function CommandAgain({ text, command }: { text: string; command: PastedCommand }) {
  const { client, connected, stores, onOpenSession } = useSetup();
  const fields = useStore(stores.fields);
  const state = useStore(stores.wscat.state);
  const kept = useKeptFocus();
  const running = state.phase === 'running';
  // What came of another command stays with that one.
  const isThis = state.command === text;
  const compared = isThis ? state.compared : undefined;
  return (
    <section
      aria-label="The command beside the real handshake"
      data-testid="compared"
      data-phase={isThis ? state.phase : 'never'}
    >
      <div className="row">
        {running ? (
          <button key="cancel" ref={kept} type="button" onClick={stores.wscat.cancel}>
            Cancel
          </button>
        ) : (
          <button
            key="run"
            ref={kept}
            type="button"
            className="primary"
            disabled={!connected}
            onClick={() => stores.wscat.run(client, text, fields)}
          >
            Run {command.program} again, beside the real handshake
          </button>
        )}
        <span className="quiet">
          With the Connector ID {fields.connectorId || '(none)'} and the key of Test an address, or this console’s own
          for its own address.
        </span>
      </div>
      <p className="quiet" role="status">
        {running && (isThis ? STEPS[state.step] : `Still at the command before this one: ${STEPS[state.step]}`)}
        {isThis && state.phase === 'cancelled' && 'Cancelled: what was tried so far is in the list of sessions.'}
      </p>
      {isThis && state.phase === 'failed' && <Problem words={state.why} />}
      {compared && (
        <table className="setup-compare">
          <thead>
            <tr>
              <th scope="col">Difference</th>
              <th scope="col">{command.program}</th>
              <th scope="col">Genesys Cloud</th>
              <th scope="col">What it means</th>
            </tr>
          </thead>
          <tbody>
            {compared.differences.map(({ what, wscat, genesys, means }) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td>{wscat}</td>
                <td>{genesys}</td>
                <td>{means}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">result</th>
              <td>{compared.wscat}</td>
              <td>{compared.genesys}</td>
              <td>
                {compared.sessionIds.map((id, at) => (
                  <button key={id} type="button" onClick={() => onOpenSession(id)}>
                    Open {at === 0 ? command.program : 'the real one'}
                  </button>
                ))}
              </td>
            </tr>
          </tbody>
        </table>
      )}
    </section>
  );
}
