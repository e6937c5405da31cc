/**
 * What an event means for timing. The wires are read here, once; the folds beside this file see no JSON. Who sent what
 * does not matter: the server's and the caller's view of a call give the same signals.
 */
import { parseDurationMs } from '../audiohook/duration.ts';
import type { MessageEvent, SessionEvent } from '../events/session-event.ts';
import { type Json, numberAt, objectAt, objectOf, objectsAt, textAt } from '../lib/json-object.ts';
import { BETA_DELTA } from '../relay/beta-names.ts';

/** When it happened, ms of the session, and the event's number. */
export type Step = { readonly atMs: number; readonly n: number };

type Meaning =
  /** The model's own wait after speech, ms; undefined where it does not say (semantic_vad, manual turns). */
  | { readonly kind: 'turn-detection'; readonly silenceMs: number | undefined }
  | { readonly kind: 'speech-started' }
  | { readonly kind: 'speech-stopped' }
  | { readonly kind: 'committed' }
  | { readonly kind: 'response-created'; readonly responseId: string }
  | { readonly kind: 'function-called'; readonly responseId: string }
  | { readonly kind: 'response-done'; readonly responseId: string }
  /** Offsets and lengths in bytes of the track. */
  | {
      readonly kind: 'bot-delta';
      readonly responseId: string;
      readonly track: string;
      readonly offset: number;
      readonly bytes: number;
    }
  | { readonly kind: 'bot-frame'; readonly offset: number; readonly bytes: number }
  | { readonly kind: 'caller-frame'; readonly bytes: number }
  /** The caller's position moved on without audio, ms. */
  | { readonly kind: 'skipped'; readonly ms: number }
  /** The audio rests, by whoever's wish, and goes on; `ms` of the caller's position passed without audio. */
  | { readonly kind: 'paused' }
  | { readonly kind: 'resumed'; readonly ms: number }
  | { readonly kind: 'playback-started' }
  | { readonly kind: 'playback-completed' }
  | { readonly kind: 'barge-in' }
  | { readonly kind: 'truncate'; readonly audioEndMs: number }
  | { readonly kind: 'truncated' }
  /** `sentHere`: its pong tells the round trip. Else `rttMs` is what the client measured last. */
  | {
      readonly kind: 'ping';
      readonly sentHere: boolean;
      readonly seq: number | undefined;
      readonly rttMs: number | undefined;
    }
  | { readonly kind: 'pong'; readonly clientSeq: number | undefined };

export type Signal = Meaning & Step;

/** What `event` means for timing; undefined for nothing. Never throws. */
export function signalOf(event: SessionEvent): Signal | undefined {
  const meaning = meaningOf(event);
  return meaning && { ...meaning, atMs: event.atMs, n: event.n };
}

function meaningOf(event: SessionEvent): Meaning | undefined {
  if (event.type === 'audio') {
    // What a model sent in another format is the console's own track; it is timed where it went to Genesys.
    if (event.leg !== 'genesys') return undefined;
    if (event.track === 'bot') return { kind: 'bot-frame', offset: event.offset, bytes: event.bytes };
    if (event.track === 'caller') return { kind: 'caller-frame', bytes: event.bytes };
    return undefined;
  }
  if (event.type !== 'message') return undefined;
  if (event.leg === 'bot') return TIMED.test(event.text) ? ofTheModel(event) : undefined;
  return event.leg === 'genesys' ? ofGenesys(event) : undefined;
}

/** Most messages of a model say nothing of time: they are not parsed. */
const TIMED =
  /"type":\s*"(?:session\.updated|input_audio_buffer\.(?:speech_started|speech_stopped|committed)|response\.(?:created|done|(?:output_)?audio\.delta|function_call_arguments\.done)|conversation\.item\.truncated?)"/;

function ofTheModel(event: MessageEvent): Meaning | undefined {
  const message = objectOf(event.text);
  if (!message) return undefined;
  switch (textAt(message, 'type')) {
    case 'session.updated':
      return { kind: 'turn-detection', silenceMs: silenceMsOf(message) };
    case 'input_audio_buffer.speech_started':
      return { kind: 'speech-started' };
    case 'input_audio_buffer.speech_stopped':
      return { kind: 'speech-stopped' };
    case 'input_audio_buffer.committed':
      return { kind: 'committed' };
    case 'response.created':
      return { kind: 'response-created', responseId: textAt(objectAt(message, 'response') ?? {}, 'id') ?? '' };
    case 'response.done':
      return { kind: 'response-done', responseId: textAt(objectAt(message, 'response') ?? {}, 'id') ?? '' };
    case 'response.function_call_arguments.done':
      return { kind: 'function-called', responseId: textAt(message, 'response_id') ?? '' };
    case 'response.output_audio.delta':
    case BETA_DELTA:
      return deltaOf(message);
    case 'conversation.item.truncate':
      return { kind: 'truncate', audioEndMs: numberAt(message, 'audio_end_ms') ?? 0 };
    case 'conversation.item.truncated':
      return { kind: 'truncated' };
    default:
      return undefined;
  }
}

function silenceMsOf(message: Json): number | undefined {
  const input = objectAt(objectAt(objectAt(message, 'session') ?? {}, 'audio') ?? {}, 'input') ?? {};
  return numberAt(objectAt(input, 'turn_detection') ?? {}, 'silence_duration_ms');
}

function deltaOf(message: Json): Meaning | undefined {
  const range = objectAt(objectAt(message, 'delta') ?? {}, '$audio');
  if (!range) return undefined;
  return {
    kind: 'bot-delta',
    responseId: textAt(message, 'response_id') ?? '',
    track: textAt(range, 'track') ?? '',
    offset: numberAt(range, 'offset') ?? 0,
    bytes: numberAt(range, 'bytes') ?? 0,
  };
}

function ofGenesys(event: MessageEvent): Meaning | undefined {
  const message = objectOf(event.text);
  if (!message) return undefined;
  const parameters = objectAt(message, 'parameters') ?? {};
  switch (textAt(message, 'type')) {
    case 'playback_started':
      return { kind: 'playback-started' };
    case 'playback_completed':
      return { kind: 'playback-completed' };
    case 'event':
      return objectsAt(parameters, 'entities').some(entity => textAt(entity, 'type') === 'barge_in')
        ? { kind: 'barge-in' }
        : undefined;
    case 'paused':
      return { kind: 'paused' };
    case 'resumed':
    case 'discarded': {
      const kind = textAt(message, 'type') === 'resumed' ? 'resumed' : 'skipped';
      return { kind, ms: durationAt(parameters, 'discarded') ?? 0 };
    }
    case 'ping':
      return {
        kind: 'ping',
        sentHere: event.direction === 'out',
        seq: numberAt(message, 'seq'),
        rttMs: durationAt(parameters, 'rtt'),
      };
    case 'pong':
      return { kind: 'pong', clientSeq: numberAt(message, 'clientseq') };
    default:
      return undefined;
  }
}

function durationAt(parameters: Json, key: string): number | undefined {
  const text = textAt(parameters, key);
  return text === undefined ? undefined : parseDurationMs(text);
}
