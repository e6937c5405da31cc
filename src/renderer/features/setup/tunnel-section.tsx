import { type FormEvent, useState } from 'react';
import { readPublicAddress } from '../../../shared/setup/public-address.ts';
import { FREE_PLAN, problemWords, type TunnelState } from '../../../shared/tunnel/tunnel-state.ts';
import { useKeptFocus } from '../../ui/kept-focus.ts';
import { useOnceOpen } from '../../ui/once-open.ts';
import { Problem } from '../../ui/problem.tsx';
import { useStore } from '../../ui/store.ts';
import { SecretField } from '../settings/secret-field.tsx';
import { SettingsProvider } from '../settings/settings-context.ts';
import { usePublicAddress, useSettingsAccess, useSetup } from './setup-context.ts';

/** The way in from outside: ngrok from here, or a tunnel or domain of one's own. */
export function TunnelSection() {
  const { base } = usePublicAddress();
  const { stores } = useSetup();
  return (
    <section className="setup-section" aria-labelledby="setup-reach">
      <h3 id="setup-reach">1 A way in from outside</h3>
      {base ? (
        <div className="row">
          <span className="good">✓</span>
          <code data-testid="public-address">{base}</code>
          <button
            type="button"
            onClick={() => {
              stores.fields.set({ baseUri: base, connectorId: stores.connectorId.get(), apiKey: '', clientSecret: '' });
              stores.tab.set('test');
            }}
          >
            Preflight it
          </button>
        </div>
      ) : (
        <p className="quiet">
          Genesys Cloud opens wss:// on port 443 only, with a certificate of a public CA. ngrok has one; so does a proxy
          or tunnel of yours.
        </p>
      )}
      <Ngrok />
      <OwnAddress />
    </section>
  );
}

const REGIONS = ['', 'us', 'eu', 'ap', 'au', 'sa', 'jp', 'in'] as const;

function Ngrok() {
  const { client, stores, settings, connected } = useSetup();
  const tunnel = useStore(stores.tunnel);
  const secrets = useStore(settings.secrets);
  const access = useSettingsAccess();
  const [domain, setDomain] = useState('');
  const [region, setRegion] = useState<(typeof REGIONS)[number]>('');
  const kept = useKeptFocus();
  const open = useOnceOpen(tunnel.state !== 'off');
  const running = tunnel.state !== 'off' && tunnel.state !== 'failed';
  const start = (event: FormEvent) => {
    event.preventDefault();
    void client.startTunnel({ ...(domain && { domain }), ...(region && { region }) });
  };
  return (
    <details className="setup-way" open={open}>
      <summary>
        ngrok <TunnelWords tunnel={tunnel} />
      </summary>
      <form className="row" aria-label="ngrok" onSubmit={start}>
        <label className="row">
          Domain
          <input
            className="mono"
            placeholder="that of the account"
            value={domain}
            disabled={running}
            onChange={event => setDomain(event.target.value)}
          />
        </label>
        <label className="row">
          Region
          <select
            value={region}
            disabled={running}
            onChange={event => setRegion(REGIONS.find(one => one === event.target.value) ?? '')}
          >
            {REGIONS.map(one => (
              <option key={one} value={one}>
                {one || 'the nearest'}
              </option>
            ))}
          </select>
        </label>
        {running ? (
          <button key="stop" ref={kept} type="button" onClick={() => void client.stopTunnel({})}>
            Close tunnel
          </button>
        ) : (
          <button key="start" ref={kept} type="submit" className="primary" disabled={!connected}>
            Open tunnel
          </button>
        )}
      </form>
      {'problem' in tunnel && <Problem words={problemWords(tunnel.problem)} />}
      {tunnel.state === 'open' && <Traffic tunnel={tunnel} />}
      {access && (
        <SettingsProvider value={access}>
          <SecretField
            secrets={secrets}
            name="ngrok-authtoken"
            label="Authtoken"
            hint="Of your account: https://dashboard.ngrok.com/get-started/your-authtoken."
          />
        </SettingsProvider>
      )}
      <p className="quiet">While the tunnel is open, everybody can reach the AudioHook server, and only that.</p>
    </details>
  );
}

/** The state in a word or two. */
export function TunnelWords({ tunnel }: { tunnel: TunnelState }) {
  switch (tunnel.state) {
    case 'off':
      return <span className="quiet">off</span>;
    case 'starting':
      return <span className="quiet">opening …</span>;
    case 'open':
      return <span className="good">open</span>;
    case 'waiting':
      return <span className="warning">▲ lost; try {tunnel.tries + 1} comes</span>;
    case 'failed':
      return <span className="problem">✕ failed</span>;
  }
}

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

function Traffic({ tunnel }: { tunnel: Extract<TunnelState, { state: 'open' }> }) {
  const { connections, bytesIn, bytesOut } = tunnel.traffic;
  return (
    <p className="quiet" data-testid="tunnel-traffic">
      Since it was opened: {connections} connections, {megabytes(bytesIn)} in, {megabytes(bytesOut)} out. The free plan
      allows {FREE_PLAN.bytesOut / 1_000_000_000} GB out and {FREE_PLAN.requests.toLocaleString('en')} requests a month;
      a minute of a call is about 0.5 MB each way.
    </p>
  );
}

/** A tunnel, proxy or domain of one's own: its address is a setting, and signatures are verified against it. */
function OwnAddress() {
  const { client, settings, connected } = useSetup();
  const current = useStore(settings.settings)?.settings.server;
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const saved = current?.publicAuthority ? `wss://${current.publicAuthority}${current.basePath}` : '';
  const open = useOnceOpen(saved !== '');
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const address = readPublicAddress(typed ?? saved);
    if (!address) {
      setProblem('This is no address: write wss://voice.example.com/path/.');
      return;
    }
    const host = await client.changeSetting({ path: ['server', 'publicAuthority'], value: address.authority });
    const path = host.ok && (await client.changeSetting({ path: ['server', 'basePath'], value: address.basePath }));
    const failed = !host.ok ? host : path && !path.ok ? path : undefined;
    setProblem(failed?.error.message);
    if (!failed) setTyped(undefined);
  };
  const clear = async () => {
    const done = await client.changeSetting({ path: ['server', 'publicAuthority'] });
    setProblem(done.ok ? undefined : done.error.message);
    setTyped(undefined);
  };
  return (
    <details className="setup-way" open={open}>
      <summary>
        A tunnel, proxy or domain of your own <span className="quiet">{saved === '' ? 'not set' : saved}</span>
      </summary>
      <form className="row" aria-label="Public address" onSubmit={event => void save(event)}>
        <label className="row grow">
          Public address
          <input
            className="mono grow"
            placeholder="wss://voice.acme.com/"
            value={typed ?? saved}
            onChange={event => setTyped(event.target.value)}
          />
        </label>
        <button type="submit" disabled={!connected || typed === undefined || typed === saved}>
          Save
        </button>
        {saved !== '' && (
          <button type="button" disabled={!connected} onClick={() => void clear()}>
            Clear
          </button>
        )}
      </form>
      {problem && <Problem words={problem} />}
      <p className="quiet">
        It must lead to the server of this console. Signatures are verified against this host, also where a proxy
        rewrites Host.
      </p>
    </details>
  );
}
