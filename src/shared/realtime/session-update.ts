/** What the bridge asks of a Realtime session, in the GA shape (OpenAI API reference, `session.update`). */
import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime';
import { fieldAt } from './parse.ts';

export type SessionUpdateEvent = Extract<RealtimeClientEvent, { type: 'session.update' }>;

export interface SessionWishes {
  readonly instructions: string;
  readonly voice: string;
  /** A model that writes down what the caller said; empty for none. */
  readonly transcriptionModel: string;
  /** BCP 47 as Genesys sent it, or empty. */
  readonly language: string;
  readonly turnDetection: {
    readonly threshold: number;
    readonly prefixPaddingMs: number;
    readonly silenceDurationMs: number;
    readonly interruptResponse: boolean;
  };
}

/** The API's documented defaults; its wire default for silence is 200 ms, which clips pauses, so all are said. */
export const DEFAULT_WISHES: SessionWishes = {
  instructions: '',
  voice: 'marin',
  transcriptionModel: 'gpt-transcribe',
  language: '',
  turnDetection: { threshold: 0.5, prefixPaddingMs: 300, silenceDurationMs: 500, interruptResponse: true },
};

/** The session.update that makes a session fit for a telephone: G.711 µ-law both ways, every VAD parameter explicit. */
export function buildSessionUpdate(eventId: string, wishes: SessionWishes): SessionUpdateEvent {
  const { turnDetection } = wishes;
  const language = languageCode(wishes.language);
  return {
    type: 'session.update',
    event_id: eventId,
    session: {
      type: 'realtime',
      output_modalities: ['audio'],
      instructions: wishes.instructions,
      audio: {
        input: {
          format: { type: 'audio/pcmu' },
          turn_detection: {
            type: 'server_vad',
            threshold: turnDetection.threshold,
            prefix_padding_ms: turnDetection.prefixPaddingMs,
            silence_duration_ms: turnDetection.silenceDurationMs,
            idle_timeout_ms: null,
            create_response: true,
            interrupt_response: turnDetection.interruptResponse,
          },
          ...(wishes.transcriptionModel !== '' && {
            transcription: { model: wishes.transcriptionModel, ...(language && { language }) },
          }),
        },
        output: { format: { type: 'audio/pcmu' }, voice: wishes.voice },
      },
    },
  };
}

/** ISO 639-1, as transcription wants it, of a BCP 47 tag; undefined when the tag does not begin with one. */
function languageCode(tag: string): string | undefined {
  return /^([a-z]{2})(?:[-_]|$)/i.exec(tag)?.[1]?.toLowerCase();
}

/** Both formats that a `session.updated` echoes; the caller's audio may flow only when both are audio/pcmu. */
export function echoedFormats(event: unknown): { readonly input: string; readonly output: string } {
  const format = (side: string): string => {
    const type = fieldAt(event, 'session', 'audio', side, 'format', 'type');
    return typeof type === 'string' ? type : 'nothing';
  };
  return { input: format('input'), output: format('output') };
}
