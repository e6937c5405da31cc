/**
 * The bot's leg of a captured session as a script: for each connection what the client sent, and what the server sent
 * after which of it. A fold over the events; the simulator plays it back.
 */
import type { AudioRange, ConnectionEvent, MessageEvent, SessionEvent } from '../../events/session-event.ts';
import { fieldAt, parseEvent, textAt } from '../parse.ts';

/** What must have come from the client before something of the server's is due. */
export interface After {
  /** Client events, without appends. */
  readonly clients: number;
  /** Caller audio appended, bytes. */
  readonly appendedBytes: number;
  /** From the last of that, or from the connection's opening, ms. */
  readonly delayMs: number;
}

/** An event of the client, appends apart. */
export interface RecordedClientEvent {
  /** Its number in the captured session. */
  readonly n: number;
  readonly type: string;
  readonly event: Readonly<Record<string, unknown>>;
  /** From the frame before it on this connection, whoever sent it, ms. */
  readonly gapMs: number;
}

/** A frame of the server. `text` is as it was kept: audio stands in it as a reference to a track. */
export interface RecordedFrame {
  readonly n: number;
  readonly after: After;
  readonly text: string;
}

export interface RecordedConnection {
  /** Number of its upgrade. */
  readonly n: number;
  /** From the upgrade to its answer, ms. */
  readonly handshakeMs: number;
  /** `open`: the handshake succeeded. A status: it was answered with that. `unreachable`: it was not answered. */
  readonly answer: 'open' | 'unreachable' | number;
  readonly clients: readonly RecordedClientEvent[];
  readonly frames: readonly RecordedFrame[];
  /** The server ended the connection; absent when the client did, or the capture ends first. */
  readonly end?: { readonly n: number; readonly after: After; readonly code: number; readonly reason: string };
}

const APPEND = 'input_audio_buffer.append';

/** States of the bridge in which it has closed the connection by itself. */
const CLOSED_BY_US = new Set(['ended', 'waiting']);

/** The connections of a session's bot leg, in order; none when it has no such leg. */
export function botRecording(events: readonly SessionEvent[]): readonly RecordedConnection[] {
  const connections: Draft[] = [];
  for (const event of events) {
    if (event.leg !== 'bot') continue;
    const current = connections.at(-1);
    if (event.type === 'connection' && event.phase === 'upgrade') connections.push(new Draft(event));
    else if (event.type === 'connection') connectionOf(connections, event)?.connection(event);
    else if (event.type === 'message') current?.message(event);
    else if (event.type === 'state' && CLOSED_BY_US.has(event.to)) current?.closing();
  }
  return connections.map(draft => draft.recorded);
}

/** A close may come when the next connection was tried already: it belongs to the one that was open. */
function connectionOf(connections: readonly Draft[], { phase }: ConnectionEvent): Draft | undefined {
  if (phase !== 'close') return connections.at(-1);
  return connections.find(draft => draft.isOpen) ?? connections.at(-1);
}

class Draft {
  readonly #n: number;
  readonly #upgradeMs: number;
  readonly #clients: RecordedClientEvent[] = [];
  readonly #frames: RecordedFrame[] = [];
  #answer: RecordedConnection['answer'] = 'unreachable';
  #handshakeMs = 0;
  #appendedBytes = 0;
  #lastClientMs: number;
  #lastFrameMs: number;
  #isClosing = false;
  #end: RecordedConnection['end'];
  isOpen = false;

  constructor({ n, atMs }: ConnectionEvent) {
    this.#n = n;
    this.#upgradeMs = atMs;
    this.#lastClientMs = atMs;
    this.#lastFrameMs = atMs;
  }

  closing(): void {
    this.#isClosing = true;
  }

  connection({ n, atMs, phase, status, code = 1006, reason = '' }: ConnectionEvent): void {
    switch (phase) {
      case 'open':
        this.isOpen = true;
        this.#answer = 'open';
        this.#handshakeMs = atMs - this.#upgradeMs;
        this.#lastClientMs = atMs;
        this.#lastFrameMs = atMs;
        break;
      case 'close':
        if (this.isOpen && !this.#isClosing) this.#end = { n, after: this.#after(atMs), code, reason };
        this.isOpen = false;
        break;
      default:
        if (this.#answer === 'unreachable' && status !== undefined) this.#answer = status;
        break;
    }
  }

  message({ n, atMs, direction, text }: MessageEvent): void {
    if (direction === 'in') this.#frames.push({ n, after: this.#after(atMs), text });
    else {
      const parsed = parseEvent(text);
      if (parsed.kind === 'event') {
        const { type, event } = parsed;
        if (type === APPEND) this.#appendedBytes += appendedBytes(event);
        else this.#clients.push({ n, type, event, gapMs: atMs - this.#lastFrameMs });
      }
      this.#lastClientMs = atMs;
    }
    this.#lastFrameMs = atMs;
  }

  get recorded(): RecordedConnection {
    return {
      n: this.#n,
      handshakeMs: this.#handshakeMs,
      answer: this.#answer,
      clients: this.#clients,
      frames: this.#frames,
      ...(this.#end && { end: this.#end }),
    };
  }

  #after(atMs: number): After {
    return {
      clients: this.#clients.length,
      appendedBytes: this.#appendedBytes,
      delayMs: atMs - this.#lastClientMs,
    };
  }
}

function appendedBytes(event: unknown): number {
  const bytes = fieldAt(event, 'audio', '$audio', 'bytes');
  return typeof bytes === 'number' ? bytes : 0;
}

/** As withoutAudio of parse.ts writes it. */
const REFERENCE = /\{"\$audio":\{"track":"([a-z0-9-]+)","offset":(\d+),"bytes":(\d+)\}\}/g;
const BINARY = /^\(a binary frame of (\d+) bytes\)$/;

/** The tracks that a recording speaks with, each with how much of it, in bytes from its beginning. */
export function soundOf(connections: readonly RecordedConnection[]): ReadonlyMap<string, number> {
  const extents = new Map<string, number>();
  for (const { text } of connections.flatMap(({ frames }) => frames)) {
    for (const [, track = '', offset, bytes] of text.matchAll(REFERENCE)) {
      extents.set(track, Math.max(extents.get(track) ?? 0, Number(offset) + Number(bytes)));
    }
  }
  return extents;
}

/** A frame as it was on the wire: text with its audio in it, or, for a binary one, how many bytes it had. */
export function frameOnTheWire(text: string, base64Of: (range: AudioRange) => string): string | number {
  const binary = BINARY.exec(text);
  if (binary) return Number(binary[1]);
  return text.replace(
    REFERENCE,
    (_all, track: string, offset: string, bytes: string) =>
      `"${base64Of({ track, offset: Number(offset), bytes: Number(bytes) })}"`,
  );
}

/** Which client event an `error` is about; empty for none. */
export function eventIdOfError(text: string): string {
  if (!text.includes('"error"')) return '';
  const parsed = parseEvent(text);
  return parsed.kind === 'event' && parsed.type === 'error' ? textAt(parsed.event, 'error', 'event_id') : '';
}
