/** The bridge's state, what can happen to it, and what it asks its shell to do. The steps are in bridge-machine.ts. */
import type { AudioRange, NoteLevel } from '../events/session-event.ts';
import { emptyMemory, type Memory } from './conversation-memory.ts';
import type { ParsedEvent, RealtimeClientEvent } from './events.ts';
import type { Extent, Ledger } from './playback-ledger.ts';
import type { RealtimeOptions, ToolOption } from './realtime-options.ts';
import type { SessionUpdateEvent } from './session-update.ts';
import type { SessionWishes } from './session-wishes.ts';
import { NOTHING_TRANSCRIBED, type TranscriptionUsage } from './transcription-cost.ts';
import { NO_USAGE, type PriceTable, type Usage } from './usage.ts';
import { NOTHING_AWAITED, type Watch } from './watch.ts';

export interface BridgeOptions {
  readonly wishes: SessionWishes;
  /** As named in the URL; prices are looked up by it. */
  readonly model: string;
  /** The bot speaks first. */
  readonly greet: boolean;
  /** Instructions of the first answer; empty for none of its own. */
  readonly greeting: string;
  /** Begins every event_id of this session, so that one search finds an event in both parties' logs. */
  readonly eventPrefix: string;
  /** How much caller audio is kept while the session is not ready. */
  readonly waitingLimitMs: number;
  /** Which functions do what. */
  readonly tools: Pick<RealtimeOptions, 'tools' | 'endCall' | 'transferToAgent'>;
  readonly dtmf: DtmfOptions;
  readonly onDrop: 'reconnect' | 'end';
  readonly silence: SilenceLimits;
  readonly prices: PriceTable | undefined;
}

export interface DtmfOptions {
  readonly timeoutMs: number;
  readonly terminators: string;
  readonly maxDigits: number;
  readonly interrupts: boolean;
}

export interface SilenceLimits {
  readonly noAnswerMs: number;
  readonly noResponseMs: number;
  readonly noCallerAudioMs: number;
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

/** A function that the model wants called, as it wrote it. */
export interface ToolCall {
  readonly responseId: string;
  readonly callId: string;
  readonly name: string;
  readonly arguments: string;
}

export interface CallEnd {
  readonly reason: 'completed' | 'error';
  readonly info: string;
  readonly outputVariables?: Readonly<Record<string, string>>;
}

/** The bot has decided to end the call. */
export type Leaving =
  /** It ended the call without a word, and was asked for a farewell. */
  | { readonly phase: 'farewell'; readonly end: CallEnd }
  /** The call was told to end once all is heard; nothing that comes now is played. */
  | { readonly phase: 'hung-up' };

interface Common {
  readonly options: BridgeOptions;
  /** Client events sent so far; numbers the next event_id. */
  readonly sent: number;
  /** The last event, when it was an error: a close right after it makes it fatal. */
  readonly lastError: ServerError | undefined;
  /** What outlives a connection. */
  readonly memory: Memory;
  readonly ledger: Ledger;
  /** Of all sessions of the call. */
  readonly usage: Usage;
  readonly transcribed: TranscriptionUsage;
}

export type BridgeState =
  /** Until `session.created`: an open socket means nothing, a bad key is told after it. */
  | (Common & { readonly phase: 'connecting'; readonly waiting: Waiting })
  /** Until `session.updated` echoes audio/pcmu both ways. */
  | (Common & {
      readonly phase: 'configuring';
      readonly waiting: Waiting;
      readonly updateId: string;
      readonly update: SessionUpdateEvent;
    })
  | (Common & {
      readonly phase: 'ready';
      readonly turn: ResponseTurn;
      /** `response.create`s not yet sent. */
      readonly wanted: number;
      /** Responses that failed in a row. */
      readonly failures: number;
      /** Keys pressed and not yet given to the model. */
      readonly digits: string;
      /** Written by the model in a response that is not over. */
      readonly toolCalls: readonly ToolCall[];
      readonly leaving: Leaving | undefined;
      readonly watch: Watch;
    })
  /** The connection was lost; the next attempt waits for its time. */
  | (Common & { readonly phase: 'waiting'; readonly waiting: Waiting })
  | (Common & { readonly phase: 'ended' });

export type LiveState = Exclude<BridgeState, { phase: 'ended' }>;
export type ReadyState = Extract<BridgeState, { phase: 'ready' }>;

/** What the caller hears at the moment of an input. */
export interface Playback {
  /** Something that was played is still heard, or will be. */
  readonly playing: boolean;
  /** How far each row of the state's ledger got, in its order. */
  readonly extents: readonly Extent[];
}

/** `digits`: no further key came. `response`, `answer`, `caller`: see watch.ts. `session-age`: an old session. */
export type TimerName = 'digits' | 'response' | 'answer' | 'caller' | 'session-age' | 'farewell' | 'reconnect';

export type BridgeInput =
  /** A frame from the model. `audio`: where its audio was stored, when it carried any. */
  | {
      readonly type: 'received';
      readonly parsed: ParsedEvent;
      readonly audio?: AudioRange;
      readonly playback: Playback;
    }
  | { readonly type: 'caller-audio'; readonly chunk: CallerChunk }
  | { readonly type: 'digit'; readonly digit: string; readonly playback: Playback }
  /** The caller's language is another from now on; BCP 47. */
  | { readonly type: 'language-changed'; readonly language: string }
  /** The caller has heard all that was sent. */
  | { readonly type: 'playback-completed'; readonly playback: Playback }
  | { readonly type: 'timer'; readonly name: TimerName; readonly playback: Playback }
  /** A function was answered; `output` is what the model is told. */
  | { readonly type: 'tool-result'; readonly callId: string; readonly output: string }
  /** The socket closed; `code` as in RFC 6455. */
  | { readonly type: 'closed'; readonly code: number; readonly reason: string }
  /** The connection could not be had, in one sentence for a person. */
  | { readonly type: 'connect-failed'; readonly why: string }
  /** The session was not ready in time. */
  | { readonly type: 'setup-timeout'; readonly afterMs: number }
  | { readonly type: 'call-ended'; readonly playback: Playback };

export type BridgeEffect =
  | { readonly type: 'send'; readonly event: RealtimeClientEvent }
  /** `input_audio_buffer.append` of stored caller audio. */
  | { readonly type: 'append'; readonly eventId: string; readonly chunk: CallerChunk }
  /** Play the audio of the input at hand. */
  | { readonly type: 'play'; readonly range: AudioRange }
  | { readonly type: 'interrupt' }
  | {
      readonly type: 'note';
      /** A rule's id, or a short name for what is no rule: see docs/rules/realtime.md. */
      readonly rule: string;
      readonly level: NoteLevel;
      readonly text: string;
      readonly data?: Record<string, unknown>;
    }
  | { readonly type: 'state'; readonly from: string; readonly to: string; readonly why: string }
  | { readonly type: 'start-timer'; readonly name: TimerName; readonly afterMs: number }
  | { readonly type: 'stop-timer'; readonly name: TimerName }
  | {
      readonly type: 'run-tool';
      readonly callId: string;
      readonly tool: ToolOption;
      readonly arguments: Readonly<Record<string, unknown>>;
    }
  /** Open a new connection; the old one is closed. */
  | { readonly type: 'connect' }
  /** End the call, once all that was played is heard. */
  | ({ readonly type: 'hang-up' } & CallEnd)
  | { readonly type: 'close-socket' };

export type BridgeStep<State = BridgeState> = { readonly state: State; readonly effects: readonly BridgeEffect[] };

export const NOTHING_WAITS: Waiting = { chunks: [], bytes: 0, cut: false, digits: '' };

export function initialBridge(options: BridgeOptions): BridgeState {
  return {
    phase: 'connecting',
    options,
    sent: 0,
    lastError: undefined,
    memory: emptyMemory,
    ledger: [],
    usage: NO_USAGE,
    transcribed: NOTHING_TRANSCRIBED,
    waiting: NOTHING_WAITS,
  };
}

export function readyFrom(state: LiveState): ReadyState {
  const { options, sent, lastError, memory, ledger, usage, transcribed } = state;
  return {
    phase: 'ready',
    ...{ options, sent, lastError, memory, ledger, usage, transcribed },
    turn: { phase: 'idle' },
    wanted: 0,
    failures: 0,
    digits: '',
    toolCalls: [],
    leaving: undefined,
    watch: NOTHING_AWAITED,
  };
}
