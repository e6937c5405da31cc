import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { problemWords, type TunnelState } from '../../../shared/tunnel/tunnel-state.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { type ReadableStore, useStore } from '../../ui/store.ts';
import { TunnelWords } from './tunnel-section.tsx';

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
            Tunnel <TunnelWords tunnel={now} />
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
