import { CopyButton } from '../../ui/copy-button.tsx';
import { useStore } from '../../ui/store.ts';
import { type RelayStore, relayAddress } from './relay-store.ts';
import './relay.css';

/** What runs in the middle: a line for each relay, with the address that is to be called instead of the one behind it. */
export function RelayBanner({ store }: { store: RelayStore }) {
  const running = useStore(store);
  return running.map(relay => {
    const address = relayAddress(relay);
    return (
      <div key={relay.kind} className="banner relay-banner" role="status" data-testid={`relay-${relay.kind}`}>
        <span className="dot good" aria-hidden="true" />
        {relay.kind === 'genesys' ? 'Relay' : 'Relay to the model'}
        <code>{address}</code>
        <CopyButton text={address} what={WHAT[relay.kind]} />
        <span aria-hidden="true">→</span>
        <span className="visually-hidden">goes on to</span>
        <code className="relay-to" title={relay.to}>
          {relay.to}
        </code>
      </div>
    );
  });
}

const WHAT = { genesys: 'address of the running relay', model: 'base URL of the running relay' } as const;
