/** The bridge's state, what can happen to it, and what it asks its shell to do. The steps are in bridge-machine.ts. */
import type { AudioRange, NoteLevel } from '../events/session-event.ts';
import type { ParsedEvent, RealtimeClientEvent } from './events.ts';
import type { Ledger } from './playback-ledger.ts';
import type { SessionWishes } from './session-update.ts';

export interface BridgeOptions {
  readonly wishes: SessionWishes;
  /** The bot speaks first. */
  readonly greet: boolean;
  /** Begins every event_id of this session, so that one search finds an event in both parties' logs. */
  readonly eventPrefix: string;
  /** How much caller audio is kept while the session is not ready. */
  readonly waitingLimitMs: number;
}

/** Caller audio (PCMU) and where it is stored. */
export interface CallerChunk {
  readonly audio: Uint8Array;
  readonly range: AudioRange;
}

/** Kept until the session is ready. */
export interface Waiting {
  readonly chunks: readonly CallerChunk[];
  readonly bytes: number;
  readonly cut: boolean;
  readonly digits: string;
}

/** The one response that a conversation may have at a time, as far as we know of it. */
export type ResponseTurn =
  | { readonly phase: 'idle' }
  /** `response.create` was sent. */
  | { readonly phase: 'requested'; readonly createId: string }
  /** The server said that a response is active that we have not seen begin. */
  | { readonly phase: 'blocked' }
  /** `createId`: our request, when it was open as this began. `cancelled`: its further audio is dropped. */
  | {
      readonly phase: 'active';
      readonly responseId: string;
      readonly createId: string;
      readonly cancelled: boolean;
      readonly lateNoted: boolean;
    };

export interface ServerError {
  readonly code: string;
  readonly message: string;
}

interface Common {
  readonly options: BridgeOptions;
  /** Client events sent so far; numbers the next event_id. */
  readonly sent: number;
  /** The last event, when it was an error: a close right after it makes it fatal. */
  readonly lastError: ServerError | undefined;
}

export type BridgeState =
  /** Until `session.created`: an open socket means nothing, a bad key is told after it. */
  | (Common & { readonly phase: 'connecting'; readonly waiting: Waiting })
  /** Until `session.updated` echoes audio/pcmu both ways. */
  | (Common & { readonly phase: 'configuring'; readonly waiting: Waiting; readonly updateId: string })
  | (Common & {
      readonly phase: 'ready';
      readonly turn: ResponseTurn;
      /** `response.create`s not yet sent. */
      readonly wanted: number;
      readonly ledger: Ledger;
      /** Responses that failed in a row. */
      readonly failures: number;
    })
  | (Common & { readonly phase: 'ended' });

export type ReadyState = Extract<BridgeState, { phase: 'ready' }>;

/** What the caller hears at the moment of an input. */
export interface Playback {
  /** Something that was played is still heard, or will be. */
  readonly playing: boolean;
  /** Heard bytes of each row of the state's ledger, in its order. */
  readonly heardBytes: readonly number[];
}

export type BridgeInput =
  /** A frame from the model. `audio`: where its audio was stored, when it carried any. */
  | {
      readonly type: 'received';
      readonly parsed: ParsedEvent;
      readonly audio?: AudioRange;
      readonly playback: Playback;
    }
  | { readonly type: 'caller-audio'; readonly chunk: CallerChunk }
  | { readonly type: 'digit'; readonly digit: string }
  /** The socket closed; `code` as in RFC 6455. */
  | { readonly type: 'closed'; readonly code: number; readonly reason: string }
  /** The connection could not be had, in one sentence for a person. */
  | { readonly type: 'connect-failed'; readonly why: string }
  /** The session was not ready in time. */
  | { readonly type: 'setup-timeout'; readonly afterMs: number }
  | { readonly type: 'call-ended' };

export type BridgeEffect =
  | { readonly type: 'send'; readonly event: RealtimeClientEvent }
  /** `input_audio_buffer.append` of stored caller audio. */
  | { readonly type: 'append'; readonly eventId: string; readonly chunk: CallerChunk }
  /** Play the audio of the input at hand. */
  | { readonly type: 'play'; readonly range: AudioRange }
  | { readonly type: 'interrupt' }
  | {
      readonly type: 'note';
      readonly rule: string;
      readonly level: NoteLevel;
      readonly text: string;
      readonly data?: Record<string, unknown>;
    }
  | { readonly type: 'state'; readonly from: string; readonly to: string; readonly why: string }
  /** End the call: the bot cannot go on. */
  | { readonly type: 'hang-up'; readonly info: string }
  | { readonly type: 'close-socket' };

export type BridgeStep = { readonly state: BridgeState; readonly effects: readonly BridgeEffect[] };

export function initialBridge(options: BridgeOptions): BridgeState {
  const waiting = { chunks: [], bytes: 0, cut: false, digits: '' };
  return { phase: 'connecting', options, sent: 0, lastError: undefined, waiting };
}
