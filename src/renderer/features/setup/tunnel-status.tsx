import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { problemWords, type TunnelState } from '../../../shared/tunnel/tunnel-state.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { type ReadableStore, useStore } from '../../ui/store.ts';

type StatusProps = {
  client: ConsoleClient;
  tunnel: ReadableStore<TunnelState>;
  /** A public address of the user's own, by which Genesys Cloud reaches the console without a tunnel. */
  ownAddress: string | undefined;
  /** Leads to where a tunnel is opened. */
  onSetup(): void;
};

/** Whether the console can be reached from outside, and why, or why not. */
export function TunnelStatus({ client, tunnel, ownAddress, onSetup }: StatusProps) {
  const now = useStore(tunnel);
  const isOwn = now.state === 'off' && ownAddress !== undefined;
  const words = isOwn ? `Off: Genesys Cloud calls your own address, ${ownAddress}.` : WORDS[now.state];
  return (
    <Disclosure
      boxName="Tunnel"
      title={words}
      label={
        <>
          <span className={`dot ${TONES[now.state]}`} aria-hidden="true" />
          <span data-testid="tunnel-state" data-state={now.state}>
            Tunnel <Sign state={now.state} />
          </span>
        </>
      }
    >
      {close => (
        <div className="stack">
          <p>{words}</p>
          {now.state === 'open' && (
            <p className="row">
              <code>{now.url}</code>
              <CopyButton text={now.url} what="public address" />
            </p>
          )}
          {'problem' in now && (
            <p className="row">
              <span className="problem">{problemWords(now.problem)}</span>
              <CopyButton text={problemWords(now.problem)} what="problem of the tunnel" />
            </p>
          )}
          {now.state === 'off' ? (
            <button
              type="button"
              onClick={() => {
                close();
                onSetup();
              }}
            >
              {isOwn ? 'Show in Setup' : 'Open one in Setup'}
            </button>
          ) : (
            <button type="button" onClick={() => void client.stopTunnel({})}>
              {now.state === 'failed' ? 'Dismiss' : 'Close tunnel'}
            </button>
          )}
        </div>
      )}
    </Disclosure>
  );
}

const WORDS: Readonly<Record<TunnelState['state'], string>> = {
  off: 'Off: only this machine, or its network, can reach the AudioHook server. Genesys Cloud needs a way in.',
  starting: 'The way in from outside is being opened.',
  open: 'Open: everybody can reach the AudioHook server from outside.',
  waiting: 'The way in from outside is lost, and is tried again.',
  failed: 'The way in from outside could not be opened.',
};

const TONES: Readonly<Record<TunnelState['state'], string>> = {
  off: '',
  starting: 'warning',
  // Open is a warning, too: anybody may come in.
  open: 'warning',
  waiting: 'warning',
  failed: 'problem',
};

/** Short: the bar is full. */
function Sign({ state }: { state: TunnelState['state'] }) {
  switch (state) {
    case 'off':
      return <span className="quiet">off</span>;
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
