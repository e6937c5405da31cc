/** What the Setup view shows and remembers while the page lives. */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { FourFields } from '../../../shared/preflight/dry-run.ts';
import { type Arrivals, NO_ARRIVALS } from '../../../shared/setup/arrivals.ts';
import type { TunnelState } from '../../../shared/tunnel/tunnel-state.ts';
import { createStore, type ReadableStore, type Store } from '../../ui/store.ts';
import { createRelayStore, type RelayStore } from '../relay/relay-store.ts';
import { createPreflightController, type PreflightController } from './preflight-controller.ts';
import { createWscatController, type WscatController } from './wscat-controller.ts';

export const SETUP_TABS = ['connect', 'test', 'middle', 'symptoms', 'paste'] as const;
export type SetupTab = (typeof SETUP_TABS)[number];

export type SetupStores = {
  readonly arrivals: ReadableStore<Arrivals>;
  readonly tunnel: ReadableStore<TunnelState>;
  readonly relays: RelayStore;
  readonly tab: Store<SetupTab>;
  /** What is searched for among the symptoms. */
  readonly symptomQuery: Store<string>;
  /** Id of the symptom that was asked for. */
  readonly symptom: Store<string | undefined>;
  /** The Connector ID that the values and the final URLs are shown for. */
  readonly connectorId: Store<string>;
  /** The address under test, as typed. Secrets are not kept beyond the page. */
  readonly fields: Store<FourFields>;
  readonly preflight: PreflightController;
  /** What was pasted last. */
  readonly pasted: Store<string>;
  readonly wscat: WscatController;
  attach(client: ConsoleClient): () => void;
};

const NOTHING_TYPED: FourFields = { baseUri: '', connectorId: 'demo-bot', apiKey: '', clientSecret: '' };

export function createSetupStores(): SetupStores {
  const arrivals = createStore<Arrivals>(NO_ARRIVALS);
  const tunnel = createStore<TunnelState>({ state: 'off' });
  const relays = createRelayStore();
  return {
    arrivals,
    tunnel,
    relays,
    tab: createStore<SetupTab>('connect'),
    symptomQuery: createStore(''),
    symptom: createStore<string | undefined>(undefined),
    connectorId: createStore('demo-bot'),
    fields: createStore(NOTHING_TYPED),
    preflight: createPreflightController(),
    pasted: createStore(''),
    wscat: createWscatController(),
    attach: client => {
      const ends = [
        client.arrivals({}, { item: arrivals.set }),
        client.tunnel({}, { item: tunnel.set }),
        relays.attach(client),
      ];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
