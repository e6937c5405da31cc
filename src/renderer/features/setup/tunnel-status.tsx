import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { problemWords, type TunnelState } from '../../../shared/tunnel/tunnel-state.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { type ReadableStore, useStore } from '../../ui/store.ts';

/** In the bar as long as the console can be reached from outside, or tries to be; nothing when it cannot. */
export function TunnelStatus({ client, tunnel }: { client: ConsoleClient; tunnel: ReadableStore<TunnelState> }) {
  const now = useStore(tunnel);
  if (now.state === 'off') return null;
  const tone = now.state === 'failed' ? 'problem' : 'warning';
  return (
    <Disclosure
      boxName="Tunnel"
      title={now.state === 'open' ? 'Everybody can reach the AudioHook server' : 'The way in from outside'}
      label={
        <>
          <span className={`dot ${tone}`} aria-hidden="true" />
          <span data-testid="tunnel-state" data-state={now.state}>
            Tunnel <Sign state={now.state} />
          </span>
        </>
      }
    >
      <div className="stack">
        {now.state === 'open' && (
          <>
            <p>Everybody can reach the AudioHook server, by {now.by}, at</p>
            <p className="row">
              <code>{now.url}</code>
              <CopyButton text={now.url} what="public address" />
            </p>
          </>
        )}
        {'problem' in now && <p className="problem">{problemWords(now.problem)}</p>}
        <button type="button" onClick={() => void client.stopTunnel({})}>
          {now.state === 'failed' ? 'Dismiss' : 'Close tunnel'}
        </button>
      </div>
    </Disclosure>
  );
}

/** Short: the bar is full. */
function Sign({ state }: { state: TunnelState['state'] }) {
  switch (state) {
    case 'open':
      return <span className="good">open</span>;
    case 'failed':
      return (
        <span className="problem">
          ✕<span className="visually-hidden"> failed</span>
        </span>
      );
    case 'waiting':
      return (
        <span className="warning">
          !<span className="visually-hidden"> lost, is tried again</span>
        </span>
      );
    default:
      return <span className="quiet">…</span>;
  }
}
