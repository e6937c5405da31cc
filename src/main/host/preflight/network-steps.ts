/** DNS, TCP and TLS as a client from outside would do them: each one step, with a deadline, and nothing is sent. */
import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { checkServerIdentity, type PeerCertificate, connect as secure, type TLSSocket } from 'node:tls';
import type { Clock } from '../../../shared/lib/clock.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { NetworkFailure, TlsSeen } from '../../../shared/preflight/network.ts';

export type NetworkDeps = {
  clock: Clock;
  signal: AbortSignal;
  /** CAs that are trusted besides the public ones, PEM; for tests. */
  ca?: string | undefined;
};

/** PROTOCOL section 13: what takes longer than Genesys Cloud waits is of no use. */
const STEP_MS = 5_000;
/** Of a name with many addresses so many are tried: each may take its five seconds. */
const MOST_ADDRESSES = 4;

const LATE: NetworkFailure = { code: 'ETIMEDOUT', message: `no answer within ${STEP_MS / 1000} s` };
const CANCELLED: NetworkFailure = { code: 'ECANCELED', message: 'cancelled' };

/** All addresses of a name; an address is its own. */
export async function resolveHost(
  hostname: string,
  { clock, signal }: Pick<NetworkDeps, 'clock' | 'signal'>,
): Promise<{ addresses: readonly string[] } | { failure: NetworkFailure }> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare)) return { addresses: [bare] };
  return new Promise(resolve => {
    // A lookup cannot be broken off: what it still says counts no more.
    const end = (seen: { addresses: readonly string[] } | { failure: NetworkFailure }) => {
      cancel();
      signal.removeEventListener('abort', onAbort);
      resolve(seen);
    };
    const cancel = clock.after(STEP_MS, () => end({ failure: LATE }));
    const onAbort = () => end({ failure: CANCELLED });
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) return onAbort();
    lookup(bare, { all: true }).then(
      found => end({ addresses: found.map(({ address }) => address) }),
      error => end({ failure: failureOf(error as NodeJS.ErrnoException) }),
    );
  });
}

/** Tries one address after the other, as clients do: the first that answers, else the first one's failure. */
export async function knockFirst(
  addresses: readonly string[],
  port: number,
  deps: NetworkDeps,
): Promise<{ address: string } | { failure: NetworkFailure }> {
  let first: NetworkFailure | undefined;
  for (const address of addresses.slice(0, MOST_ADDRESSES)) {
    const failure = await knockTcp(address, port, deps);
    if (!failure) return { address };
    first ??= failure;
    if (deps.signal.aborted) break;
  }
  return { failure: first ?? { code: 'ENOTFOUND', message: 'the name has no address' } };
}

/** Opens and closes a TCP connection; undefined when that worked. */
function knockTcp(host: string, port: number, deps: NetworkDeps): Promise<NetworkFailure | undefined> {
  return new Promise(resolve => {
    const socket = connect({ host, port });
    const end = watch(socket, deps, resolve);
    socket.once('connect', () => end(undefined));
  });
}

/** Shakes hands whatever the certificate is like, and says what it is like. */
export function shakeHands(
  address: string,
  port: number,
  hostname: string,
  deps: NetworkDeps,
): Promise<Result<TlsSeen, string>> {
  return new Promise(resolve => {
    const bare = hostname.replace(/^\[|\]$/g, '');
    const socket = secure({
      host: address,
      port,
      // Server Name Indication knows names only (RFC 6066).
      ...(isIP(bare) ? {} : { servername: bare }),
      ...(deps.ca ? { ca: deps.ca } : {}),
      rejectUnauthorized: false,
      // A name that does not fit is judged by itself, not as a part of the chain.
      checkServerIdentity: () => undefined,
      ALPNProtocols: ['http/1.1'],
    });
    const end = watch(socket, deps, failure => {
      if (failure) resolve(fail(failure.code, failure.message));
    });
    socket.once('secureConnect', () => {
      resolve(ok(seenOf(socket, bare)));
      end(undefined);
    });
  });
}

/** Ends a socket when it fails, when time is over, when the run is cancelled, or by the returned function. */
function watch(
  socket: ReturnType<typeof connect>,
  { clock, signal }: NetworkDeps,
  done: (failure: NetworkFailure | undefined) => void,
): (failure: NetworkFailure | undefined) => void {
  const end = (failure: NetworkFailure | undefined) => {
    cancel();
    signal.removeEventListener('abort', onAbort);
    socket.destroy();
    done(failure);
  };
  const cancel = clock.after(STEP_MS, () => end(LATE));
  const onAbort = () => end(CANCELLED);
  signal.addEventListener('abort', onAbort);
  socket.on('error', error => end(failureOf(error)));
  return end;
}

function seenOf(socket: TLSSocket, hostname: string): TlsSeen {
  const certificate = socket.getPeerCertificate();
  const wrongName = checkServerIdentity(hostname, certificate);
  return {
    protocol: socket.getProtocol() ?? '',
    chainError: String(socket.authorizationError ?? ''),
    nameError: wrongName?.message ?? '',
    issuer: nameOf(certificate.issuer),
    names: namesOf(certificate),
    validFrom: dayOf(certificate.valid_from),
    validTo: dayOf(certificate.valid_to),
  };
}

function nameOf(issuer: PeerCertificate['issuer'] | undefined): string {
  return [issuer?.O, issuer?.CN].flatMap(part => part ?? []).join(', ');
}

function namesOf({ subjectaltname, subject }: PeerCertificate): string[] {
  const alternatives = (subjectaltname ?? '').split(', ').map(name => name.replace(/^(?:DNS|IP Address):/, ''));
  const names = alternatives.filter(name => name !== '');
  return names.length > 0 ? names : [subject?.CN].flatMap(name => name ?? []);
}

/** Node gives the dates as text, in GMT. */
function dayOf(text: string): { day: string; ms: number } {
  const ms = Date.parse(text);
  return { day: Number.isNaN(ms) ? text : new Date(ms).toISOString().slice(0, 10), ms };
}

function failureOf(error: NodeJS.ErrnoException): NetworkFailure {
  return { code: error.code ?? '', message: error.message };
}
