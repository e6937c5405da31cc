import { useMemo, useState } from 'react';
import type { WscatDifference } from '../../../shared/contract/setup-contract.ts';
import { type PastedCommand, readPasted } from '../../../shared/setup/pasted.ts';
import { Problem } from '../../ui/problem.tsx';
import { useStore } from '../../ui/store.ts';
import { useSetup } from './setup-context.ts';
import { SymptomItem } from './symptoms-tab.tsx';

/** An error, a command, a line of a log: what it is, what it tells, and what to do. */
export function PasteTab() {
  const { stores } = useSetup();
  const [text, setText] = useState('');
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
        onChange={event => setText(event.target.value)}
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
      {pasted.command && <CommandAgain key={text} text={text} command={pasted.command} />}
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

type Compared = {
  wscat: string;
  genesys: string;
  differences: readonly WscatDifference[];
  sessionIds: readonly string[];
};

function CommandAgain({ text, command }: { text: string; command: PastedCommand }) {
  const { client, connected, stores, onOpenSession } = useSetup();
  const fields = useStore(stores.fields);
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [compared, setCompared] = useState<Compared>();
  const run = async () => {
    setRunning(true);
    const { connectorId, apiKey, clientSecret } = fields;
    const result = await client.compareWscat({ command: text, connectorId, apiKey, clientSecret });
    setRunning(false);
    setProblem(result.ok ? undefined : result.error.message);
    setCompared(result.ok ? result.value : undefined);
  };
  return (
    <section aria-label="The command beside the real handshake" data-testid="compared">
      <div className="row">
        <button type="button" className="primary" disabled={running || !connected} onClick={() => void run()}>
          {running ? 'Trying both …' : `Run ${command.program} again, beside the real handshake`}
        </button>
        <span className="quiet">
          With the Connector ID {fields.connectorId || '(none)'} and the key of Test an address, or this console’s own
          for its own address.
        </span>
      </div>
      {problem && <Problem words={problem} />}
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
