import { publicAddress } from '../../shared/setup/public-address.ts';
import { type CallRequest, DEFAULT_CALL } from '../features/call/call-controller.ts';
import { checkOf } from '../features/checks/check-form.ts';
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
  const { check, checkForm, settings, setup, view, ...parts } = useParts();
  const status = useStore(parts.status);
  const tunnel = useStore(setup.tunnel);
  const server = useStore(settings.settings)?.settings.server;
  const client = useClient();
  const connected = useConnected();
  if (!client || !status) return <p className="app-hint late quiet">Asking the console…</p>;
  const { base } = server ? publicAddress(server, tunnel) : { base: undefined };
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
          case 'paste':
          case 'middle':
            setup.tab.set(action);
            break;
          case 'test-address': {
            // What stands there is tried; else this console, at its public address where it has one.
            const typed = setup.fields.get();
            const baseUri =
              typed.baseUri.trim() || base || (status.server.state === 'listening' ? status.server.url : '');
            setup.fields.set({ ...typed, baseUri });
            setup.tab.set('test');
            if (baseUri !== '') setup.preflight.run(client, setup.fields.get());
            break;
          }
          case 'tone-call':
            onCall('tone-test');
            break;
          case 'check': {
            view.set('check');
            const request = checkOf(checkForm.get());
            if (request.ok) check.run(client, request.value);
            break;
          }
          case 'sessions':
            view.set('session');
        }
      }}
    />
  );
}
