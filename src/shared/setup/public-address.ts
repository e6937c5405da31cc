/** The address of the console's server from outside: that of the open tunnel, else the one of the settings. */
import { readAddress } from '../preflight/address.ts';
import type { ServerSettings } from '../settings/settings.ts';
import type { TunnelState } from '../tunnel/tunnel-state.ts';

export type PublicAddress = {
  /** The Base Connection URI, as it is typed into Genesys Cloud; undefined: there is no way in from outside. */
  readonly base: string | undefined;
  readonly from: 'tunnel' | 'settings' | 'nowhere';
};

type Server = Pick<ServerSettings, 'basePath' | 'publicAuthority'>;

export function publicAddress({ basePath, publicAuthority }: Server, tunnel: TunnelState): PublicAddress {
  const path = basePath.endsWith('/') ? basePath : `${basePath}/`;
  if (tunnel.state === 'open') return { base: `wss://${new URL(tunnel.url).host}${path}`, from: 'tunnel' };
  if (publicAuthority === undefined) return { base: undefined, from: 'nowhere' };
  return { base: `wss://${publicAuthority}${path}`, from: 'settings' };
}

/** Host and base path out of an address as typed; undefined when there is none in it. */
export function readPublicAddress(text: string): { authority: string; basePath: string } | undefined {
  const { url } = readAddress(text);
  return url ? { authority: url.host, basePath: url.pathname.replace(/\/+$/, '') || '/' } : undefined;
}
