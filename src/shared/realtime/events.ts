/**
 * The OpenAI Realtime API's events as this console handles them. The shapes are the `openai` package's own; what the
 * package does not know yet is kept as it came.
 */
import type { RealtimeClientEvent, RealtimeServerEvent } from 'openai/resources/realtime/realtime';
import type { AudioRange } from '../events/session-event.ts';

export type { RealtimeClientEvent, RealtimeServerEvent };

/** A server event of a type that the package names. Types only: a model may leave out or add fields at any time. */
export type ServerEventOf<Type extends RealtimeServerEvent['type']> = Extract<RealtimeServerEvent, { type: Type }>;

/** What stands in a message's text where base64 audio stood on the wire. */
export interface AudioReference {
  readonly $audio: AudioRange;
}

/** One frame, read. Nothing is thrown away: what is not an event still has its text. */
export type ParsedEvent =
  | { readonly kind: 'event'; readonly type: string; readonly event: Readonly<Record<string, unknown>> }
  | { readonly kind: 'malformed'; readonly why: string };

/** Where base64 audio lies at the top of an event, by its type: this is moved to a track. */
export const AUDIO_KEY_OF: Readonly<Record<string, string>> = {
  'response.output_audio.delta': 'delta',
  'input_audio_buffer.append': 'audio',
};
