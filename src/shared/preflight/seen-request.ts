/** What arrived at our own server, beside what was sent to its public address: what a proxy on the way has changed. */
import { amber, type Finding, green, red, unknown } from './finding.ts';

export type SentRequest = { readonly host: string; readonly target: string };
/** `headers` with lower-case names; secrets masked. */
export type SeenRequest = { readonly target: string; readonly headers: Readonly<Record<string, string>> };

const NEEDED = [
  'audiohook-organization-id',
  'audiohook-session-id',
  'audiohook-correlation-id',
  'x-api-key',
  'signature',
  'signature-input',
] as const;

/** @param seen undefined: it is not our server, or nothing is known of the call */
export function judgeSeenRequest(sent: SentRequest, seen: SeenRequest | undefined): Finding {
  if (!seen) {
    return unknown(
      `Only the server itself sees what arrives. If its log shows another Host or path than ${sent.host}${sent.target}, a proxy changes what Genesys Cloud signs.`,
    );
  }
  const dropped = NEEDED.filter(name => seen.headers[name] === undefined);
  if (dropped.length > 0) {
    return red(`On the way ${dropped.join(', ')} got lost.`, 'Let the proxy pass on all headers, unknown ones too.');
  }
  if (seen.target !== sent.target) {
    return red(
      `${sent.target} was asked for, and ${seen.target} arrived.`,
      'Let the proxy pass on the path as it is: it is signed.',
    );
  }
  const host = seen.headers.host ?? '';
  if (host !== sent.host) {
    return amber(
      `The Host ${sent.host} arrived as ${host}.`,
      `Let the proxy keep Host, or set the public address of this console to ${sent.host}: the signature is verified against it.`,
    );
  }
  return green('Host, path and all headers arrived as they were sent.');
}
