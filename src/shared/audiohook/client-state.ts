/** The states of the client machine, what it is told, and what it wants done. */
import type { Certainty } from './client-grounds.ts';
import type { Media } from './media.ts';
import type { ClientBody, CloseReason, OpenParameters, ServerMessage } from './messages.ts';
import type { Breach } from './parse.ts';
import type { RuleId } from './rules.ts';
import type { Bucket } from './token-bucket.ts';

export type ClientPhase = 'connecting' | 'opening' | 'open' | 'closing' | 'closed';

export type ClientConfig = {
  /** Refusals are warnings: the call goes on as well as it can. */
  readonly lenient: boolean;
  /** The product that calls takes no audio from a server (Monitor): 415. */
  readonly listensOnly: boolean;
};

/** Kinds of frames that Genesys limits, each with a bucket of its own. */
export type LimitedKind = 'text' | 'binary' | 'pause' | 'resume';

export type ClientBase = {
  readonly sessionId: string;
  readonly open: OpenParameters;
  readonly config: ClientConfig;
  /** Highest seq received from the server. */
  readonly serverSeq: number;
  readonly buckets: Readonly<Record<LimitedKind, Bucket>>;
  /** The first refusal that did not end the session: the call is no success. */
  readonly complaint: string | undefined;
};

export type ClientState = ClientBase &
  (
    | { readonly phase: 'connecting' }
    | { readonly phase: 'opening' }
    | {
        readonly phase: 'open';
        readonly media: Media | undefined;
        /** Audio flows only while neither side holds a pause (PROTOCOL section 8). */
        readonly held: { readonly server: boolean; readonly client: boolean };
        /** The ping that waits for its pong: its seq, and when it was written. */
        readonly ping: { readonly seq: number; readonly atMs: number } | undefined;
        /** Seqs of pings that were given up on, the newest: their pongs may still come, late. */
        readonly givenUp: readonly number[];
        readonly pongs: number;
        readonly rttMs: number | undefined;
      }
    | { readonly phase: 'closing'; readonly outcome: ClientOutcome }
    | { readonly phase: 'closed'; readonly outcome: ClientOutcome }
  );

export type OpenState = Extract<ClientState, { phase: 'open' }>;

/** How the call ended, as Architect would learn it. */
export type ClientOutcome = {
  /** In words. */
  readonly why: string;
  /** Absent when the call went as it should. */
  readonly error: string | undefined;
  readonly disconnectReason: string | undefined;
  /** `info` of `disconnect`. */
  readonly info: string | undefined;
  readonly outputVariables: Readonly<Record<string, string>> | undefined;
  /** Genesys would connect again: the connection was lost or timed out before `opened`, or the server said `error`. */
  readonly retryable: boolean;
};

export type ClientTimer = 'open' | 'close' | 'ping' | 'pong';

export type ClientInput =
  | { type: 'connected' }
  /** `sentSeq`: the highest seq that the client has written; `nowMs`: its clock. */
  | { type: 'message'; message: ServerMessage; warnings?: readonly Breach[]; sentSeq: number; nowMs: number }
  /** `code`: what the `error` message says; 400 where it is left out. `repaired`: what a lenient caller reads instead. */
  | { type: 'breach'; breach: Breach; code?: number; seq: number | undefined; repaired?: ServerMessage | undefined }
  | { type: 'audio'; bytes: number; nowMs: number }
  | { type: 'timer'; timer: ClientTimer }
  /** The shell has written a ping with this seq. */
  | { type: 'ping-written'; seq: number; nowMs: number }
  | { type: 'hang-up'; reason: CloseReason; why: string }
  | { type: 'digit'; digit: string }
  /** The client's own pause: a secure flow, a suppressed recording. */
  | { type: 'hold'; held: boolean }
  | { type: 'language'; language: string }
  | { type: 'playback'; what: 'started' | 'completed' }
  /** The TCP connection is gone; `how` in words. */
  | { type: 'gone'; how: string };

export type NoteLevel = 'info' | 'warning' | 'problem';

export type ClientEffect =
  | { type: 'send'; body: ClientBody }
  | { type: 'report'; rule: RuleId; level: NoteLevel; detail: string; data: ReportData }
  | { type: 'timer'; timer: ClientTimer; afterMs: number }
  | { type: 'cancel-timer'; timer: ClientTimer }
  /** The media is open: the caller's audio starts, what was buffered first; what lies before `discardTo` is skipped. */
  | { type: 'speak'; media: Media; discardToMs: number | undefined }
  | { type: 'stop-speaking' }
  /** Audio is held back (and lost) or flows again. */
  | { type: 'held'; held: boolean }
  | { type: 'hear' }
  /** `barge_in`: forget what is not yet played. */
  | { type: 'flush' }
  | { type: 'round-trip'; rttMs: number }
  /** The client closes TCP, as it always is the one to do. */
  | { type: 'close-socket' };

/** `code`: of the `error` message that Genesys would send, or that a lenient caller kept to itself. */
export type ReportData = { readonly source: string; readonly certainty: Certainty; readonly code?: number };

export type ClientStep = { readonly state: ClientState; readonly effects: readonly ClientEffect[] };
