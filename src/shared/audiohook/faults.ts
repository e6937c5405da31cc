/**
 * What the fake Genesys Cloud does wrong on request, and what a server should make of it. The one list: the page, the
 * command line, the documentation and the tests are made from it.
 */
import type { RuleId } from './rules.ts';

/**
 * How a call ends with a server that does as it should.
 * `refused`: the upgrade is answered with 401, or with `disconnect`, reason `unauthorized`.
 * `ended`: the server ends the session with `disconnect`, reason `error`.
 * `goes-on`: the call is as good as any other.
 * `survives`: this call is lost, whatever the server does; the next one must not notice.
 */
export type FaultEnd = 'refused' | 'ended' | 'goes-on' | 'survives';

export type Fault = {
  /** What is sent, or left out. */
  readonly does: string;
  /** What a server should do. */
  readonly should: string;
  readonly end: FaultEnd;
  readonly rule: RuleId;
  /** How long after `opened` the call should last for the fault to show, ms; a plain call is long enough otherwise. */
  readonly lastsMs?: number;
};

const CUT = 'lets go of the session without waiting, records that the connection was lost, and takes the next call';
const END = 'ends the session with disconnect, reason error, and names the fault in info';
const REFUSE = 'answers the upgrade with 401 and no detail (or disconnect, reason unauthorized)';

export const FAULTS = {
  'drop-tcp-in-connecting': {
    does: 'sends half an upgrade request and drops TCP',
    should: 'forgets the connection; no session begins',
    end: 'survives',
    rule: 'AH-16',
  },
  'drop-tcp-in-opening': { does: 'drops TCP right after open', should: CUT, end: 'survives', rule: 'AH-16' },
  'drop-tcp-in-open': { does: 'drops TCP 1 s after opened', should: CUT, end: 'survives', rule: 'AH-16' },
  'drop-tcp-in-closing': { does: 'drops TCP right after close', should: CUT, end: 'survives', rule: 'AH-16' },
  'half-open': {
    does: 'falls silent 1 s after opened: neither reads nor writes, and drops TCP 15 s later',
    should:
      'keeps little in memory meanwhile, lets go of the session at the latest when TCP is gone, takes the next call',
    end: 'survives',
    rule: 'AH-16',
    lastsMs: 30_000,
  },
  'delayed-ping': {
    does: 'sends every ping 4 s later than it is due',
    should: 'answers each at once, and does not count on the pace of pings',
    end: 'goes-on',
    rule: 'AH-15',
    lastsMs: 12_000,
  },
  'missing-ping': {
    does: 'never sends a ping',
    should: 'goes on: pings are the tool of the client',
    end: 'goes-on',
    rule: 'AH-15',
    lastsMs: 8_000,
  },
  'wrong-seq': { does: 'repeats a seq with the first ping', should: END, end: 'ended', rule: 'AH-04' },
  'skipped-seq': { does: 'skips a seq with the first ping', should: END, end: 'ended', rule: 'AH-04' },
  'wrong-id': { does: 'sends the first ping with another session id', should: END, end: 'ended', rule: 'AH-03' },
  'bad-json': { does: 'cuts the first ping in half', should: END, end: 'ended', rule: 'AH-01' },
  'oversized-text': { does: 'sends a ping of 66,000 bytes', should: END, end: 'ended', rule: 'AH-09' },
  'oversized-binary': { does: 'sends an audio frame of 72,000 bytes', should: END, end: 'ended', rule: 'AH-09' },
  'odd-byte': {
    does: 'offers L16, and sends a frame that lacks its last byte',
    should: END,
    end: 'ended',
    rule: 'AH-27',
  },
  'unknown-type': {
    does: 'sends a message of type console_fault before the first ping',
    should: 'ignores it: a newer Genesys Cloud may send more',
    end: 'goes-on',
    rule: 'AH-11',
  },
  'extra-fields': {
    does: 'adds unknown fields to open and to every ping',
    should: 'ignores them: a newer Genesys Cloud may send more',
    end: 'goes-on',
    rule: 'AH-11',
  },
  'duplicate-open': { does: 'sends open again before the first ping', should: END, end: 'ended', rule: 'AH-07' },
  'audio-before-opened': {
    does: 'sends an audio frame ahead of open',
    should: END,
    end: 'ended',
    rule: 'AH-10',
  },
  'stale-signature': { does: 'signs with a created of 60 s ago', should: REFUSE, end: 'refused', rule: 'AH-24' },
  'clock-off': { does: 'signs with a created of 60 s ahead', should: REFUSE, end: 'refused', rule: 'AH-24' },
  'replayed-nonce': {
    does: 'opens a connection, drops it, and sends the very same upgrade request again',
    should: `${REFUSE}: a nonce counts once (advice, not a must)`,
    end: 'refused',
    rule: 'AH-24',
  },
  'wrong-signature': { does: 'signs with another client secret', should: REFUSE, end: 'refused', rule: 'AH-25' },
  'raw-secret-signature': {
    does: 'signs with the client secret as text, without decoding its base64',
    should: REFUSE,
    end: 'refused',
    rule: 'AH-25',
  },
  'short-signature': { does: 'sends half of its signature', should: REFUSE, end: 'refused', rule: 'AH-25' },
  'no-signature': { does: 'sends the API key alone', should: REFUSE, end: 'refused', rule: 'AH-22' },
  'catch-up-burst': {
    does: 'holds the first 10 s of audio back after opened, and sends them at once',
    should: 'takes all of it, in frames of up to 64,000 bytes, and goes on',
    end: 'goes-on',
    rule: 'AH-10',
    lastsMs: 13_000,
  },
  'frames-20ms': {
    does: 'sends audio in frames of 20 ms',
    should: 'takes frames of any length',
    end: 'goes-on',
    rule: 'AH-10',
  },
  jitter: {
    does: 'sends audio frames in bunches, up to 800 ms late',
    should: 'takes them as they come, and counts samples, not arrivals',
    end: 'goes-on',
    rule: 'AH-10',
  },
  'loss-as-discarded': {
    does: 'drops every fifth audio frame and says so with discarded',
    should: 'moves its timeline on by what was discarded',
    end: 'goes-on',
    rule: 'AH-08',
  },
  'slow-reader': {
    does: 'does not read for 4 s, 1 s after opened',
    should: 'keeps what it could not send in bounds, and goes on',
    end: 'goes-on',
    rule: 'AH-18',
    lastsMs: 8_000,
  },
  'instant-hang-up': {
    does: 'sends close right after open, without waiting for opened',
    should: 'answers with closed, and leaves nothing of the call behind',
    end: 'goes-on',
    rule: 'AH-08',
  },
  'dtmf-burst': {
    does: 'presses 25 digits within a second',
    should: 'takes each of them, in order',
    end: 'goes-on',
    rule: 'AH-08',
  },
} as const satisfies Record<string, Fault>;

export type FaultId = keyof typeof FAULTS;
export const FAULT_IDS = Object.keys(FAULTS) as [FaultId, ...FaultId[]];

export function faultOf(id: FaultId): Fault {
  return FAULTS[id];
}

/** Faults of the signature: they need a client secret to be wrong with. */
export const SIGNING_FAULTS: readonly FaultId[] = [
  'stale-signature',
  'clock-off',
  'replayed-nonce',
  'wrong-signature',
  'raw-secret-signature',
  'short-signature',
  'no-signature',
];

/** How a call with a fault went: what a judgement needs. */
export type FaultCourse = {
  /** HTTP status of a refused upgrade. */
  readonly status: number | undefined;
  readonly opened: boolean;
  /** The close transaction was completed. */
  readonly closed: boolean;
  readonly disconnectReason: string | undefined;
  readonly error: string | undefined;
};

/** True when the server did as it should, as far as the caller can see it. */
export function asItShould(end: FaultEnd, course: FaultCourse): boolean {
  switch (end) {
    case 'refused':
      return course.status === 401 || course.disconnectReason === 'unauthorized';
    case 'ended':
      return course.closed && course.disconnectReason === 'error';
    case 'goes-on':
      return course.closed && course.error === undefined;
    case 'survives':
      return true;
  }
}

/** The judgement in words, for a person. */
export function verdictWords(id: FaultId, asExpected: boolean): string {
  const { should, end } = faultOf(id);
  if (end === 'survives') return `Fault ${id}: this call was lost on purpose. A good server ${should}.`;
  if (asExpected) return `Fault ${id}: the server did as it should. A good server ${should}.`;
  return `Fault ${id}: the server did not do as it should. A good server ${should}.`;
}
