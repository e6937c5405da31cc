import type { CallRequest } from '../features/call/call-controller.ts';
import { DEFAULT_CALL } from '../features/call/call-controller.ts';
import type { SessionsStore } from '../features/sessions/sessions-store.ts';
import { SetupView } from '../features/setup/setup-view.tsx';
import { useStore } from '../ui/store.ts';
import { useClient, useConnected, useParts } from './parts.ts';

/** The Setup view, and where its buttons lead. */
export function SetupPane({
  listed,
  onPlace,
}: {
  listed: SessionsStore;
  onPlace(request: CallRequest): Promise<void>;
}) {
  const { settings, setup, view, ...parts } = useParts();
  const status = useStore(parts.status);
  const client = useClient();
  const connected = useConnected();
  if (!client || !status) return null;
  // A test call needs no microphone: what comes back is what matters.
  const onCall = (connectorId: string) => void onPlace({ ...DEFAULT_CALL, connectorId, source: { type: 'silence' } });
  return (
    <SetupView
      client={client}
      connected={connected}
      status={status}
      stores={setup}
      settings={settings}
      onCall={onCall}
      onOpenSession={id => listed.select(id, true)}
      onAction={action => {
        switch (action) {
          case 'values':
          case 'waiting':
            setup.tab.set('connect');
            break;
          case 'test-address':
            setup.tab.set('test');
            break;
          case 'tone-call':
            onCall('tone-test');
            break;
          case 'check':
            view.set('check');
            break;
          case 'sessions':
            view.set('session');
        }
      }}
    />
  );
}
