/** A Base Connection URI, read as Genesys Cloud reads it, and what is wrong with it before any packet is sent. */
import { maskTarget } from '../redaction/mask.ts';
import { amber, type Finding, green, red, unknown } from './finding.ts';
import { knownHost } from './known-hosts.ts';
import { isPrivateAddress, isPrivateName } from './private-address.ts';

/** PROTOCOL section 1: Genesys Cloud connects to no other port. */
export const GENESYS_PORT = '443';

export type ReadAddress = {
  /** What can be tried, with mistakes put right that leave no doubt (`https://`); undefined: nothing can. */
  readonly url: URL | undefined;
  /** A private test server: what only a public address can satisfy is left open. */
  readonly isPrivate: boolean;
  readonly address: Finding;
  readonly scheme: Finding;
  readonly port: Finding;
  readonly host: Finding;
};

const EXAMPLE = 'Write it as wss://voice.example.com/audiohook/.';

export function readAddress(text: string): ReadAddress {
  const typed = text.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `wss://${typed}`;
  const url = typed === '' || /\s/.test(typed) ? null : URL.parse(withScheme);
  if (!url || url.hostname === '') return unreadable(typed);
  const isPrivate = isPrivateName(url.hostname) || isPrivateAddress(url.hostname);
  const scheme = schemeOf(url, withScheme !== typed, isPrivate);
  const corrected = corrections(withScheme, url.protocol);
  return {
    url: corrected ?? undefined,
    isPrivate,
    address: addressOf(typed, url),
    scheme,
    port: portOf(corrected ?? url, isPrivate),
    host: hostOf(url.hostname, isPrivate),
  };
}

function unreadable(typed: string): ReadAddress {
  const shown = maskTarget(typed);
  const detail = typed === '' ? 'No address was given.' : `"${shown}" is no address.`;
  const not = unknown('Not tried: there is no address.');
  return { url: undefined, isPrivate: false, address: red(detail, EXAMPLE), scheme: not, port: not, host: not };
}

/** `http` and `https` can only have meant their WebSocket forms; other schemes mean nothing here. */
function corrections(text: string, protocol: string): URL | null {
  if (protocol === 'ws:' || protocol === 'wss:') return withoutHash(URL.parse(text));
  if (protocol === 'http:') return withoutHash(URL.parse(text.replace(/^http:/i, 'ws:')));
  if (protocol === 'https:') return withoutHash(URL.parse(text.replace(/^https:/i, 'wss:')));
  return null;
}

function withoutHash(url: URL | null): URL | null {
  if (url) url.hash = '';
  return url;
}

function addressOf(typed: string, url: URL): Finding {
  const shown = maskTarget(url.href);
  if (url.username !== '' || url.password !== '') {
    return red(
      `${shown} holds a user name or password.`,
      'Leave them out: Genesys Cloud proves itself with API key and signature.',
    );
  }
  if (url.hash !== '')
    return red(`${shown} has a fragment (#), which is never sent.`, 'Leave out the # and what follows.');
  if ((typed.match(/:\/\//g) ?? []).length > 1) {
    return red(`${shown} holds two addresses.`, 'Keep one of them, and put only a short name into Connector ID.');
  }
  if (/[<>{}]|example\.(?:com|org|net)/i.test(typed)) {
    return amber(`${shown} looks like an example that was not filled in.`, 'Put your own host in its place.');
  }
  return green(shown);
}

function schemeOf(url: URL, assumed: boolean, isPrivate: boolean): Finding {
  if (assumed) return red('There is no scheme in front of the host.', 'Begin the Base Connection URI with wss://.');
  switch (url.protocol) {
    case 'wss:':
      return green('wss://, as Genesys Cloud requires.');
    case 'ws:':
      return isPrivate
        ? unknown('ws:// without TLS: right for a server on this machine; Genesys Cloud itself opens only wss://.')
        : red(
            'ws:// is not encrypted, and Genesys Cloud opens only wss://.',
            'Give the server a certificate, and write wss://.',
          );
    case 'https:':
      return red(
        'https:// is no WebSocket address, and Genesys Cloud opens only wss://.',
        'Write wss:// instead of https://.',
      );
    case 'http:':
      return red(
        'http:// is no WebSocket address, and Genesys Cloud opens only wss://.',
        'Write wss:// instead of http://; the server needs a certificate.',
      );
    default:
      return red(`${url.protocol}// is no WebSocket address.`, EXAMPLE);
  }
}

function portOf(url: URL, isPrivate: boolean): Finding {
  const port = url.port || (url.protocol === 'ws:' || url.protocol === 'http:' ? '80' : GENESYS_PORT);
  if (port === GENESYS_PORT) return green('Port 443.');
  if (isPrivate)
    return unknown(`Port ${port}: right for a server on this machine; Genesys Cloud connects to 443 only.`);
  return red(
    `Port ${port}: Genesys Cloud connects to port 443 only.`,
    'Listen on 443, or put a proxy or tunnel in front that does; then leave the port out.',
  );
}

function hostOf(hostname: string, isPrivate: boolean): Finding {
  if (isPrivate) {
    return unknown(
      `${hostname} is an address of this machine or network: Genesys Cloud cannot reach it without a tunnel.`,
    );
  }
  const known = knownHost(hostname);
  if (!known) return green(`Nothing is known against ${hostname}.`);
  const detail = `${hostname} is ${known.what}. ${known.reason}`;
  const finding = known.verdict === 'never' ? red(detail, known.wayOut) : amber(detail, known.wayOut);
  return { ...finding, source: known.source };
}
