/**
 * One simulated answer: audio and transcript in deltas, several times faster than it is spoken and in uneven pieces, as
 * models send it; so an interruption can meet it half done.
 */
import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import { encodeBase64 } from '../../../shared/lib/base64.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { ItemStatus, WireItem } from './conversation.ts';
import { type Extent, usageOf } from './usage.ts';

/** Sizes of successive audio deltas, in ms: uneven, none a multiple of a telephone frame. */
const CHUNKS_MS = [85, 240, 410, 130, 500, 305, 590, 195];
/** Transcript deltas run ahead of the audio by this many words a chunk. */
const WORDS_A_CHUNK = 4;

export interface ResponsePlan {
  readonly id: string;
  readonly itemId: string;
  /** Null for an answer that leaves no trace in the conversation. */
  readonly conversationId: string | null;
  readonly transcript: string;
  /** PCMU. */
  readonly audio: Uint8Array;
  readonly voice: unknown;
  readonly maxOutputTokens: unknown;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly input: Extent;
}

export interface ResponseSurroundings {
  readonly clock: Clock;
  /** How many times faster than real time audio is generated. */
  readonly speedFactor: number;
  /** From the beginning to the first delta. */
  readonly thinkMs: number;
  emit(type: string, fields: Record<string, unknown>): void;
  /** The item began, grew or ended; the conversation keeps it. */
  itemBegan(item: WireItem): string | null;
  itemChanged(item: WireItem, audioBytes: number): void;
  ended(): void;
}

export class SimulatedResponse {
  readonly id: string;
  readonly #plan: ResponsePlan;
  readonly #around: ResponseSurroundings;
  readonly #words: string[];
  readonly #ids: { response_id: string; item_id: string; output_index: 0; content_index: 0 };
  #cancelTimer: () => void = () => undefined;
  #sentBytes = 0;
  #sentText = '';
  #chunk = 0;
  #previousItemId: string | null = null;

  constructor(plan: ResponsePlan, around: ResponseSurroundings) {
    this.id = plan.id;
    this.#plan = plan;
    this.#around = around;
    this.#words = plan.transcript.match(/\S+\s*/g) ?? [];
    this.#ids = { response_id: plan.id, item_id: plan.itemId, output_index: 0, content_index: 0 };
  }

  start(): void {
    const { emit } = this.#around;
    emit('response.created', { response: this.#response('in_progress', null, [], null) });
    const item = this.#item('in_progress');
    emit('response.output_item.added', { response_id: this.id, output_index: 0, item });
    if (this.#plan.conversationId !== null) {
      this.#previousItemId = this.#around.itemBegan(item);
      emit('conversation.item.added', { previous_item_id: this.#previousItemId, item });
    }
    emit('response.content_part.added', { ...this.#ids, part: { type: 'audio', transcript: '' } });
    this.#cancelTimer = this.#around.clock.after(this.#around.thinkMs, () => this.#next());
  }

  /** Stops generating: what was sent stands, the rest is never sent. */
  cancel(reason: 'turn_detected' | 'client_cancelled'): void {
    this.#cancelTimer();
    this.#finish('cancelled', { type: 'cancelled', reason });
  }

  /** Lets go without a word: the connection is gone. */
  abandon(): void {
    this.#cancelTimer();
  }

  #next(): void {
    const left = this.#plan.audio.length - this.#sentBytes;
    if (left <= 0) {
      this.#finish('completed', null);
      return;
    }
    this.#sendWords(WORDS_A_CHUNK);
    const chunkMs = CHUNKS_MS[this.#chunk % CHUNKS_MS.length] ?? 200;
    this.#chunk += 1;
    const end = this.#sentBytes + Math.min(left, chunkMs * PCMU_BYTES_PER_MS);
    this.#around.emit('response.output_audio.delta', {
      ...this.#ids,
      delta: encodeBase64(this.#plan.audio.subarray(this.#sentBytes, end)),
      obfuscation: '',
    });
    this.#sentBytes = end;
    this.#around.itemChanged(this.#item('in_progress'), this.#sentBytes);
    this.#cancelTimer = this.#around.clock.after(chunkMs / this.#around.speedFactor, () => this.#next());
  }

  #sendWords(count: number): void {
    for (const delta of this.#words.splice(0, count)) {
      this.#sentText += delta;
      this.#around.emit('response.output_audio_transcript.delta', { ...this.#ids, delta, obfuscation: '' });
    }
  }

  #finish(status: 'completed' | 'cancelled', details: Record<string, unknown> | null): void {
    const { emit } = this.#around;
    if (status === 'completed') this.#sendWords(this.#words.length);
    const transcript = this.#sentText;
    const item = this.#item(status === 'completed' ? 'completed' : 'incomplete');
    emit('response.output_audio.done', this.#ids);
    emit('response.output_audio_transcript.done', { ...this.#ids, transcript });
    emit('response.content_part.done', { ...this.#ids, part: { type: 'audio', transcript } });
    if (this.#plan.conversationId !== null) {
      this.#around.itemChanged(item, this.#sentBytes);
      emit('conversation.item.done', { previous_item_id: this.#previousItemId, item });
    }
    emit('response.output_item.done', { response_id: this.id, output_index: 0, item });
    const usage = usageOf(this.#plan.input, { textLength: transcript.length, audioBytes: this.#sentBytes });
    emit('response.done', { response: this.#response(status, details, [item], usage) });
    this.#around.ended();
  }

  #item(status: ItemStatus): WireItem {
    const content = status === 'in_progress' ? [] : [{ type: 'output_audio', transcript: this.#sentText }];
    return { id: this.#plan.itemId, type: 'message', status, role: 'assistant', content };
  }

  #response(
    status: string,
    status_details: Record<string, unknown> | null,
    output: readonly WireItem[],
    usage: Record<string, unknown> | null,
  ): Record<string, unknown> {
    return {
      object: 'realtime.response',
      id: this.id,
      status,
      status_details,
      output,
      conversation_id: this.#plan.conversationId,
      output_modalities: ['audio'],
      max_output_tokens: this.#plan.maxOutputTokens,
      audio: { output: { format: { type: 'audio/pcmu' }, voice: this.#plan.voice } },
      usage,
      metadata: this.#plan.metadata,
    };
  }
}
