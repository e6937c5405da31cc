import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { useStore } from '../../ui/store.ts';
import { GenesysRelay, ModelRelay } from './relay-forms.tsx';
import type { RelayStore } from './relay-store.ts';
import './relay.css';

type PanelProps = { client: ConsoleClient; connected: boolean; store: RelayStore };

/** How the console is put in the middle of an integration that is not its own, and taken out again. */
export function RelayPanel({ client, connected, store }: PanelProps) {
  const running = useStore(store);
  const of = (kind: 'genesys' | 'model') => running.find(relay => relay.kind === kind);
  return (
    <div className="relay-panel" data-testid="relay-panel">
      <p className="setup-keys">
        Genesys Cloud calls <strong>a server of yours</strong>, and that calls OpenAI? The console can stand on both
        sides of it, pass every byte on as it came, and show both legs and both sounds on one clock.
      </p>
      <section aria-label="Between Genesys Cloud and your server">
        <h3>1 Between Genesys Cloud and your server</h3>
        <GenesysRelay client={client} connected={connected} running={of('genesys')} />
      </section>
      <section aria-label="Between your server and its model">
        <h3>2 Between your server and its model</h3>
        <ModelRelay client={client} connected={connected} running={of('model')} />
      </section>
      <section aria-label="Make a call, and take it out again">
        <h3>3 Make a call, and take it out again</h3>
        <p>
          Call as always. Each wire is a session in the list; when the call has ended, both become one, with what your
          server did in between. To take the console out, put the two addresses back, then stop both.
        </p>
        <p className="quiet">
          One of the two is useful alone: the first needs no access to your server, the second no Genesys Cloud.
        </p>
      </section>
    </div>
  );
}
