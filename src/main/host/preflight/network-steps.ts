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

/** All addresses of a name; an address is its own. */
export async function resolveHost(
  hostname: string,
): Promise<{ addresses: readonly string[] } | { failure: NetworkFailure }> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare)) return { addresses: [bare] };
  try {
    const found = await lookup(bare, { all: true });
    return { addresses: found.map(({ address }) => address) };
  } catch (error) {
    return { failure: failureOf(error as NodeJS.ErrnoException) };
  }
}

/** Opens and closes a TCP connection; undefined when that worked. */
export function knockTcp(host: string, port: number, deps: NetworkDeps): Promise<NetworkFailure | undefined> {
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
  const cancel = clock.after(STEP_MS, () =>
    end({ code: 'ETIMEDOUT', message: `no answer within ${STEP_MS / 1000} s` }),
  );
  const onAbort = () => end({ code: 'ECANCELED', message: 'cancelled' });
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
