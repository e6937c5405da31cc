/** The items of a simulated answer: speech with its words, text, and calls of functions; each in its deltas. */
import { encodeBase64 } from '../../../shared/lib/base64.ts';
import type { ItemStatus, WireItem } from './conversation.ts';
import type { SessionWire } from './session-wire.ts';

/** Sizes of successive audio deltas, in ms: uneven, none a multiple of a telephone frame. */
const CHUNKS_MS = [85, 240, 410, 130, 500, 305, 590, 195];
/** Transcript deltas run ahead of the audio by this many words a chunk. */
const WORDS_A_CHUNK = 4;
/** Characters of a delta of a function's arguments. */
const ARGUMENTS_A_CHUNK = 12;

export interface ItemPlace {
  readonly wire: SessionWire;
  readonly responseId: string;
  readonly itemId: string;
  readonly outputIndex: number;
}

export abstract class OutputItem {
  readonly outputIndex: number;
  protected readonly wire: SessionWire;
  /** The ids that deltas of an item carry. */
  protected readonly ids: { response_id: string; item_id: string; output_index: number };
  #ended = false;
  #isWhole = false;

  constructor({ wire, responseId, itemId, outputIndex }: ItemPlace) {
    this.wire = wire;
    this.outputIndex = outputIndex;
    this.ids = { response_id: responseId, item_id: itemId, output_index: outputIndex };
  }

  abstract begin(): void;
  /** Sends the next piece. Says how long until the one after it, in ms; undefined: that was the last. */
  next(): number | undefined {
    const waitMs = this.sendNext();
    this.#isWhole = waitMs === undefined;
    return waitMs;
  }
  end(): void {
    this.#ended = true;
    this.sendDone();
  }
  get isOver(): boolean {
    return this.#ended;
  }
  get endStatus(): ItemStatus {
    return this.#isWhole ? 'completed' : 'incomplete';
  }

  /** Generated so far. */
  abstract readonly audioMs: number;
  abstract readonly textLength: number;
  abstract wireItem(status: ItemStatus): WireItem;
  protected abstract sendNext(): number | undefined;
  /** The `done` events of what was sent. */
  protected abstract sendDone(): void;
}

export class AudioItem extends OutputItem {
  readonly #speech: { transcript: string; audio: Uint8Array; bytesPerMs: number; speed: number };
  readonly #words: string[];
  #sentBytes = 0;
  #sentText = '';
  #chunk = 0;

  constructor(place: ItemPlace, speech: { transcript: string; audio: Uint8Array; bytesPerMs: number; speed: number }) {
    super(place);
    this.#speech = speech;
    this.#words = speech.transcript.match(/\S+\s*/g) ?? [];
  }

  get audioMs(): number {
    return this.#sentBytes / this.#speech.bytesPerMs;
  }

  get textLength(): number {
    return this.#sentText.length;
  }

  begin(): void {
    this.wire.emit('response.content_part.added', { ...this.#ids, part: { type: 'audio', transcript: '' } });
  }

  protected sendNext(): number | undefined {
    const { audio, bytesPerMs, speed } = this.#speech;
    const left = audio.length - this.#sentBytes;
    if (left <= 0) {
      this.#sendWords(this.#words.length);
      return undefined;
    }
    this.#sendWords(WORDS_A_CHUNK);
    const chunkMs = CHUNKS_MS[this.#chunk % CHUNKS_MS.length] ?? 200;
    this.#chunk += 1;
    const end = this.#sentBytes + Math.min(left, chunkMs * bytesPerMs);
    const delta = encodeBase64(audio.subarray(this.#sentBytes, end));
    this.wire.emit('response.output_audio.delta', { ...this.#ids, delta, obfuscation: '' });
    this.#sentBytes = end;
    return chunkMs / speed;
  }

  protected sendDone(): void {
    const transcript = this.#sentText;
    this.wire.emit('response.output_audio.done', this.#ids);
    this.wire.emit('response.output_audio_transcript.done', { ...this.#ids, transcript });
    this.wire.emit('response.content_part.done', { ...this.#ids, part: { type: 'audio', transcript } });
  }

  wireItem(status: ItemStatus): WireItem {
    const content = status === 'in_progress' ? [] : [{ type: 'output_audio', transcript: this.#sentText }];
    return { id: this.ids.item_id, type: 'message', status, role: 'assistant', content };
  }

  #sendWords(count: number): void {
    for (const delta of this.#words.splice(0, count)) {
      this.#sentText += delta;
      this.wire.emit('response.output_audio_transcript.delta', { ...this.#ids, delta, obfuscation: '' });
    }
  }

  get #ids(): Record<string, unknown> {
    return { ...this.ids, content_index: 0 };
  }
}

export class TextItem extends OutputItem {
  readonly #words: string[];
  readonly audioMs = 0;
  #sentText = '';

  constructor(place: ItemPlace, text: string) {
    super(place);
    this.#words = text.match(/\S+\s*/g) ?? [];
  }

  get textLength(): number {
    return this.#sentText.length;
  }

  begin(): void {
    this.wire.emit('response.content_part.added', { ...this.#ids, part: { type: 'text', text: '' } });
  }

  protected sendNext(): number | undefined {
    const delta = this.#words.shift();
    if (delta === undefined) return undefined;
    this.#sentText += delta;
    this.wire.emit('response.output_text.delta', { ...this.#ids, delta, obfuscation: '' });
    return 1;
  }

  protected sendDone(): void {
    this.wire.emit('response.output_text.done', { ...this.#ids, text: this.#sentText });
    this.wire.emit('response.content_part.done', { ...this.#ids, part: { type: 'text', text: this.#sentText } });
  }

  wireItem(status: ItemStatus): WireItem {
    const content = status === 'in_progress' ? [] : [{ type: 'output_text', text: this.#sentText }];
    return { id: this.ids.item_id, type: 'message', status, role: 'assistant', content };
  }

  get #ids(): Record<string, unknown> {
    return { ...this.ids, content_index: 0 };
  }
}

export class CallItem extends OutputItem {
  readonly #callId: string;
  readonly #name: string;
  readonly #arguments: string;
  readonly audioMs = 0;
  #sent = '';

  constructor(place: ItemPlace, callId: string, step: { tool: string; arguments: string | Record<string, unknown> }) {
    super(place);
    this.#callId = callId;
    this.#name = step.tool;
    this.#arguments = typeof step.arguments === 'string' ? step.arguments : JSON.stringify(step.arguments);
  }

  get textLength(): number {
    return this.#name.length + this.#sent.length;
  }

  begin(): void {
    // A call has no content parts.
  }

  protected sendNext(): number | undefined {
    const delta = this.#arguments.slice(this.#sent.length, this.#sent.length + ARGUMENTS_A_CHUNK);
    if (delta === '') return undefined;
    this.#sent += delta;
    const ids = { ...this.ids, call_id: this.#callId };
    this.wire.emit('response.function_call_arguments.delta', { ...ids, delta, obfuscation: '' });
    return 1;
  }

  protected sendDone(): void {
    const ids = { ...this.ids, call_id: this.#callId, name: this.#name };
    this.wire.emit('response.function_call_arguments.done', { ...ids, arguments: this.#sent });
  }

  wireItem(status: ItemStatus): WireItem {
    const said = { call_id: this.#callId, name: this.#name, arguments: status === 'in_progress' ? '' : this.#sent };
    return { id: this.ids.item_id, type: 'function_call', status, ...said };
  }
}
