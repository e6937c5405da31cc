/** One event in words, for the log: its name, its sequence number, and what it says. Never throws: wires say anything. */

import type { ConnectionEvent, SessionEvent } from '../events/session-event.ts';
import { assertNever } from '../lib/assert-never.ts';
import { numberAt, objectAt, objectOf, textAt } from '../lib/json-object.ts';
import { audiohookWords } from './audiohook-words.ts';
import { realtimeWords } from './realtime-words.ts';
import { shorten } from './words.ts';

export type Described = {
  readonly type: string;
  readonly summary: string;
  readonly seq: number | undefined;
  readonly bytes: number | undefined;
  /** Milliseconds of audio that the event carries, 0 for none. */
  readonly audioMs: number;
  /** Set for audio, text in pieces, pings and pongs: events of one stream fold into one row. */
  readonly stream: string | undefined;
  /** The piece of text that it adds to its stream. */
  readonly piece: string | undefined;
};

/** PCMU mono: 8 bytes a millisecond. Converted tracks name their rate (`bot-pcm24`: 24 kHz of 16 bit). */
function bytesPerMs(track: string): number {
  const rateKhz = /-(?:pcm|l16-)(\d+)$/.exec(track)?.[1];
  return rateKhz === undefined ? 8 : Number(rateKhz) * 2;
}

export function describeEvent(event: SessionEvent): Described {
  const plain = { seq: undefined, bytes: undefined, audioMs: 0, stream: undefined, piece: undefined };
  switch (event.type) {
    case 'audio':
      return {
        ...plain,
        type: 'audio',
        summary: event.track,
        bytes: event.bytes,
        audioMs: event.bytes / bytesPerMs(event.track),
        stream: `audio ${event.direction} ${event.track}`,
      };
    case 'message':
      return describeMessage(event);
    case 'state':
      return { ...plain, type: 'state', summary: `${event.from} → ${event.to}${event.why ? `: ${event.why}` : ''}` };
    case 'note':
      return { ...plain, type: event.code, summary: event.text };
    case 'connection':
      return { ...plain, type: isRefusal(event) ? 'refused' : event.phase, summary: connectionWords(event) };
    default:
      return assertNever(event, 'session event');
  }
}

function describeMessage(event: Extract<SessionEvent, { type: 'message' }>): Described {
  const message = objectOf(event.text);
  const plain = { bytes: event.bytes, audioMs: 0, stream: undefined, piece: undefined };
  if (!message) return { ...plain, type: 'not JSON', summary: shorten(event.text, 120), seq: undefined };
  const type = textAt(message, 'type') ?? 'no type';
  const seq = numberAt(message, 'seq');
  if (event.leg !== 'bot') {
    const stream = type === 'ping' || type === 'pong' ? `${type} ${event.direction}` : undefined;
    return { ...plain, type, seq, summary: audiohookWords(type, message), stream };
  }

  const audio = objectAt(message, type === 'input_audio_buffer.append' ? 'audio' : 'delta');
  const range = audio && objectAt(audio, '$audio');
  if (!range) {
    const piece = type.endsWith('.delta') ? textAt(message, 'delta') : undefined;
    const summary = piece === undefined ? realtimeWords(type, message) : piecesWords(piece);
    const stream = piece === undefined ? undefined : `${type} ${event.direction} ${textAt(message, 'item_id') ?? ''}`;
    return { ...plain, type, seq, summary, stream, piece };
  }
  const track = textAt(range, 'track') ?? '';
  return {
    ...plain,
    type,
    seq,
    summary: track,
    audioMs: (numberAt(range, 'bytes') ?? 0) / bytesPerMs(track),
    stream: `${type} ${event.direction} ${track}`,
  };
}

/** Text that came in pieces, as far as it has come. */
export function piecesWords(text: string): string {
  return text === '' ? '' : `“${shorten(text, 160)}”`;
}

/** The upgrade was answered, but not with 101: there is no connection. */
function isRefusal({ phase, status }: ConnectionEvent): boolean {
  return phase === 'open' && status !== undefined && status !== 101;
}

function connectionWords(event: ConnectionEvent): string {
  const reason = event.reason ? `: ${event.reason}` : '';
  switch (event.phase) {
    case 'upgrade': {
      const request = [event.method, event.target].filter(Boolean).join(' ');
      const status = event.status === undefined ? '' : ` → ${event.status}`;
      return `${request}${status}${reason}`;
    }
    case 'open':
      if (isRefusal(event)) return `refused${event.remote ? ` by ${event.remote}` : ''}, ${event.status}${reason}`;
      return `connected${event.remote ? ` to ${event.remote}` : ''}${event.status === undefined ? '' : `, ${event.status}`}`;
    case 'close':
      return `closed${event.code === undefined ? '' : ` ${event.code}`}${reason}`;
    case 'error':
      return `failed${reason}`;
    default:
      return assertNever(event.phase, 'connection phase');
  }
}
