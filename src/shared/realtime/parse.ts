/** Reads frames of the Realtime API, tolerantly: an unknown event is an event, and a broken frame is a value. */
import type { AudioRange } from '../events/session-event.ts';
import { decodeBase64 } from '../lib/base64.ts';
import { AUDIO_KEY_OF, type ParsedEvent } from './events.ts';

/** Reads one text frame. Never throws. */
export function parseEvent(text: string): ParsedEvent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'malformed', why: 'the frame is not JSON' };
  }
  if (!isRecord(value)) return { kind: 'malformed', why: 'the frame is not a JSON object' };
  if (typeof value.type !== 'string') return { kind: 'malformed', why: 'the event has no type' };
  return { kind: 'event', type: value.type, event: value };
}

/**
 * The base64 audio at the top of an event, and its bytes; undefined when it carries none that can be read.
 * @param keys where it lies, by the event's type
 */
export function audioOf(
  parsed: ParsedEvent,
  keys: Readonly<Record<string, string>> = AUDIO_KEY_OF,
): { readonly base64: string; readonly bytes: Uint8Array } | undefined {
  if (parsed.kind !== 'event') return undefined;
  const key = keys[parsed.type];
  const base64 = key === undefined ? undefined : parsed.event[key];
  if (typeof base64 !== 'string' || base64 === '') return undefined;
  const bytes = decodeBase64(base64);
  return bytes && { base64, bytes };
}

/**
 * The frame's text with its base64 audio replaced by `{"$audio":{track,offset,bytes}}`; everything else, spaces and
 * order included, stays as it was on the wire.
 */
export function withoutAudio(text: string, base64: string, range: AudioRange): string {
  const reference = JSON.stringify({ $audio: { track: range.track, offset: range.offset, bytes: range.bytes } });
  const plain = `"${base64}"`;
  // Some serializers write "/" as "\/": the same JSON, other text.
  const found = text.includes(plain) ? plain : `"${base64.replaceAll('/', '\\/')}"`;
  return text.replace(found, () => reference);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of something that came from the wire, by path; undefined when any step is missing. */
export function fieldAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value);
}

export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = fieldAt(value, ...path);
  return typeof found === 'string' ? found : '';
}
