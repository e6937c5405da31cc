import { RelayPanel } from '../relay/relay-panel.tsx';
import { useSetup } from './setup-context.ts';

/** For a server of one's own: the console stands in the middle, and changes nothing. */
export function MiddleTab() {
  const { client, connected, stores } = useSetup();
  return <RelayPanel client={client} connected={connected} store={stores.relays} />;
}
