/** What DNS, TCP and TLS showed, judged as a public client like Genesys Cloud would see it. */
import { amber, type Finding, green, red, unknown } from './finding.ts';
import { isPrivateAddress } from './private-address.ts';

/** How a step of the network ended. `code` is Node's. */
export type NetworkFailure = { readonly code: string; readonly message: string };

export function judgeDns(
  hostname: string,
  seen: { addresses: readonly string[] } | { failure: NetworkFailure },
): Finding {
  if ('failure' in seen) {
    const { code } = seen.failure;
    if (code === 'EAI_AGAIN') {
      return unknown(
        `No name server could be asked for ${hostname} (${code}): this machine has no network, or no DNS.`,
      );
    }
    return red(
      `The name ${hostname} does not resolve (${code}).`,
      'Check the spelling; make a public DNS record for it. A record that is new may need some minutes.',
    );
  }
  const { addresses } = seen;
  const inside = addresses.filter(isPrivateAddress);
  if (inside.length === addresses.length) {
    return red(
      `${hostname} resolves to ${inside.join(', ')}, which leads nowhere from outside.`,
      'Publish a public address: Genesys Cloud does not see the DNS of your network.',
    );
  }
  return green(`${hostname} is ${addresses.join(', ')}.`);
}

export function judgeTcp(where: string, failure: NetworkFailure | undefined): Finding {
  if (!failure) return green(`${where} accepts connections.`);
  const { code } = failure;
  if (code === 'ECONNREFUSED') {
    return red(
      `Nothing listens at ${where}.`,
      'Start the server, and check host and port; open the port in the firewall of its machine.',
    );
  }
  if (code === 'ENETUNREACH') return unknown(`No network leads to ${where} (${code}) from this machine.`);
  return red(
    `${where} cannot be reached (${code || failure.message}).`,
    'A firewall or security group drops the connection: open the port to the addresses of Genesys Cloud.',
  );
}

/** A certificate as the handshake showed it. */
export type TlsSeen = {
  readonly protocol: string;
  /** Node's verification code, such as DEPTH_ZERO_SELF_SIGNED_CERT; empty: the chain is trusted. */
  readonly chainError: string;
  /** Why the name does not fit; empty: it does. */
  readonly nameError: string;
  readonly issuer: string;
  readonly names: readonly string[];
  /** Its first and last day, as a person reads it, and milliseconds since the epoch. */
  readonly validFrom: { readonly day: string; readonly ms: number };
  readonly validTo: { readonly day: string; readonly ms: number };
};

const DAY_MS = 86_400_000;
/** When a certificate should be renewed, days. */
const SOON_DAYS = 14;

export function judgeTlsFailure(where: string, { code, message }: NetworkFailure): Finding {
  if (/WRONG_VERSION|PACKET_LENGTH|EPROTO|HTTP_REQUEST|record/i.test(`${code} ${message}`)) {
    return red(
      `${where} does not speak TLS: it answers plain HTTP.`,
      'Put TLS in front of the server (a proxy, load balancer or tunnel with a certificate); ws:// is for tests on one machine only.',
    );
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return red(
      `${where} dropped the TLS handshake.`,
      'It may not know this host name (SNI), or speak only versions of TLS that are switched off: look at its TLS settings.',
    );
  }
  if (code === 'ETIMEDOUT')
    return red(`${where} did not answer the TLS handshake in time.`, 'Check that this port speaks TLS.');
  return red(
    `The TLS handshake with ${where} failed: ${message} (${code}).`,
    'Look at the TLS settings of the server: TLS 1.2 or 1.3, a certificate for this name.',
  );
}

export function judgeChain({ chainError, issuer }: TlsSeen): Finding {
  const from = issuer === '' ? '' : ` It was issued by "${issuer}".`;
  switch (chainError) {
    case '':
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return green(`The certificate is signed by a public CA, and its chain is complete.${from}`);
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return red(
        'The certificate is self-signed, which Genesys Cloud refuses.',
        'Get a certificate of a public CA (Let’s Encrypt is free), or go through a tunnel that has one.',
      );
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return red(
        `The chain ends in a CA of your own, which Genesys Cloud does not know.${from}`,
        'Get a certificate of a public CA.',
      );
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return red(
        `An intermediate certificate is missing, or its CA is not public.${from} Browsers fetch what is missing; Genesys Cloud need not.`,
        'Serve the whole chain: the file that is often called fullchain.pem.',
      );
    default:
      return red(
        `The certificate is not trusted (${chainError}).${from}`,
        'Get a certificate of a public CA, and serve its whole chain.',
      );
  }
}

export function judgeName(hostname: string, { nameError, names }: TlsSeen): Finding {
  if (nameError === '') return green(`The certificate is for ${hostname}.`);
  const others = names.length === 0 ? 'no name' : names.slice(0, 4).join(', ');
  return red(
    `The certificate is for ${others}, not for ${hostname}.`,
    `Get a certificate for ${hostname}, or use a name that it has.`,
  );
}

export function judgeVersion({ protocol }: TlsSeen): Finding {
  return protocol === 'TLSv1.3' || protocol === 'TLSv1.2'
    ? green(`${protocol.replace('TLSv', 'TLS ')}.`)
    : red(`The server speaks ${protocol || 'an unknown version of TLS'}.`, 'Switch on TLS 1.2 or 1.3.');
}

export function judgeExpiry({ validFrom, validTo }: TlsSeen, nowMs: number): Finding {
  if (nowMs > validTo.ms) {
    return red(`The certificate expired on ${validTo.day}.`, 'Renew it, and make the server load the new one.');
  }
  if (nowMs < validFrom.ms) {
    return red(
      `The certificate is valid from ${validFrom.day} on only.`,
      'Check the clock of this machine, and the certificate.',
    );
  }
  const days = Math.floor((validTo.ms - nowMs) / DAY_MS);
  const text = `The certificate is valid until ${validTo.day} (${days} days).`;
  return days < SOON_DAYS ? amber(text, 'Renew it soon: when it expires, every call fails at once.') : green(text);
}
