/**
 * What answers a call. A bot knows nothing of the Genesys wire, and the server knows nothing of any model:
 * a new kind of bot is one new folder beside this file.
 */
import type { AudioRange } from '../../../shared/events/session-event.ts';
import type { ConnectorProfile } from '../../../shared/settings/connector-profile.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';

/** The call as a bot sees it. All audio is 8 kHz mono PCMU. */
export interface BotCall {
  readonly connectorId: string;
  /** What was set for this Connector ID. */
  readonly profile: ConnectorProfile;
  readonly conversationId: string;
  /** BCP 47, as Genesys sent it (often lower case); empty when it sent none. */
  readonly language: string;
  readonly participant: { readonly ani: string; readonly aniName: string; readonly dnis: string };
  readonly inputVariables: Readonly<Record<string, string>>;
  /** Where the bot's leg is appended. The bot stores what it says in track `bot` before it plays it. */
  readonly recorder: SessionRecorder;

  /** Queues audio for the caller. `range` is where these bytes lie in track `bot`. Played in order, in real time. */
  play(audio: Uint8Array, range: AudioRange): void;
  /** The caller interrupts: what is queued is dropped, and Genesys is told to flush what it holds (`barge_in`). */
  interrupt(): void;
  /** How much of a range of track `bot` the caller has heard by now, and how much was sent, in bytes from its start. */
  heard(range: AudioRange): { readonly heardBytes: number; readonly sentBytes: number };
  /** True while the caller still hears, or will hear, something that was played. */
  isPlaying(): boolean;
  /** Sends an `event` with one entity, such as `transcript` or `bot_turn_response`; kept within the rate limit. */
  sendEvent(entity: { type: string; data: unknown }): void;
  /** The caller's position, samples at 8 kHz: audio that came, and what Genesys says that it discarded. */
  position(): number;
  /** Ends the call from the bot's side. The farewell is heard first. */
  hangUp(end: { reason: 'completed' | 'error'; info: string; outputVariables?: Record<string, string> }): void;
  /**
   * Asks a person at the console; absent where nobody can be asked. Resolves with the answer, or with undefined when
   * `signal` ended it first.
   */
  askHuman?(question: HumanQuestion, signal: AbortSignal): Promise<string | undefined>;
}

/** A function that the model called, for a person to answer while the caller waits. */
export interface HumanQuestion {
  readonly callId: string;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
}

/** A bot in one call. Its methods return at once and never throw. */
export interface Bot {
  /** What the bot is, for the list of sessions: "simulator", "gpt-realtime-2.1". */
  readonly name: string;
  /** The next caller audio, stored already at `range`. */
  hear(audio: Uint8Array, range: AudioRange): void;
  /** The language of the call was changed (`update`). */
  languageChanged?(language: string): void;
  /** A key that the caller pressed: one of 0-9, *, #. */
  pressed(digit: string): void;
  /** Genesys began to play, or finished playing, what was sent. */
  playbackStarted(): void;
  playbackCompleted(): void;
  /** The call has ended: let go of everything. Resolves when done. */
  end(why: string): Promise<void>;
}

export type StartBot = (call: BotCall) => Bot;
