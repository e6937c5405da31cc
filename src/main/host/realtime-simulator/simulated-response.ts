/**
 * One simulated answer: its items one after another, audio and words in deltas, faster than they are spoken and in
 * uneven pieces, as models send them; so an interruption can meet it half done.
 */
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { ItemStatus, WireItem } from './conversation.ts';
import { AudioItem, CallItem, type OutputItem, TextItem } from './output-items.ts';
import type { ScenarioStep } from './scenario.ts';
import type { SessionWire } from './session-wire.ts';
import { type Extent, usageOf } from './usage.ts';
import { bytesPerMs, encodeForWire, type WireFormat } from './wire-audio.ts';

/** A step whose sound is at hand. */
export type ResponseStep =
  | {
      readonly do: 'speak';
      readonly transcript: string;
      readonly audio: Uint8Array;
      readonly speed?: number | undefined;
    }
  | Extract<
      ScenarioStep,
      {
        do:
          | 'call'
          | 'error'
          | 'delay'
          | 'close'
          | 'drop'
          | 'rate-limit'
          | 'malformed'
          | 'fail'
          | 'incomplete'
          | 'nothing';
      }
    >;

export interface ResponsePlan {
  readonly id: string;
  /** Null for an answer that leaves no trace in the conversation. */
  readonly conversationId: string | null;
  readonly steps: readonly ResponseStep[];
  readonly modality: 'audio' | 'text';
  readonly format: WireFormat;
  readonly voice: unknown;
  readonly maxOutputTokens: unknown;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly input: Extent;
  /** How many times faster than real time audio is generated. */
  readonly speedFactor: number;
  /** From the beginning to the first delta. */
  readonly thinkMs: number;
}

export interface ResponseSurroundings {
  readonly wire: SessionWire;
  /** The item began, grew or ended; the conversation keeps it. */
  itemBegan(item: WireItem): string | null;
  itemChanged(item: WireItem, audioMs: number): void;
  /** A step that is no part of the answer. */
  outside(step: ResponseStep): void;
  /** @param audioMs what was generated */
  ended(audioMs: number): void;
}

export class SimulatedResponse {
  readonly id: string;
  readonly #plan: ResponsePlan;
  readonly #around: ResponseSurroundings;
  readonly #items: OutputItem[] = [];
  #steps: readonly ResponseStep[];
  #previousItemId: string | null = null;
  #cancelTimer: () => void = () => undefined;
  #isOver = false;

  constructor(plan: ResponsePlan, around: ResponseSurroundings) {
    this.id = plan.id;
    this.#plan = plan;
    this.#around = around;
    this.#steps = plan.steps;
  }

  start(): void {
    this.#emit('response.created', { response: this.#response('in_progress', null, null) });
    // The item is announced at once, its first delta comes when the model has thought.
    const [first] = this.#steps;
    if (first?.do === 'speak' || first?.do === 'call') this.#begin(first);
    this.#after(this.#plan.thinkMs, () => this.#next());
  }

  /** Stops generating: what was sent stands, the rest is never sent. */
  cancel(reason: 'turn_detected' | 'client_cancelled'): void {
    this.#finish('cancelled', { type: 'cancelled', reason });
  }

  /** Lets go without a word: the connection is gone. */
  abandon(): void {
    this.#isOver = true;
    this.#cancelTimer();
  }

  #next(): void {
    if (this.#isOver) return;
    const item = this.#items.at(-1);
    if (item && !item.isOver) {
      const waitMs = item.next();
      this.#changed(item);
      if (waitMs !== undefined) this.#after(waitMs, () => this.#next());
      else this.#endItem(item, 'completed');
      if (waitMs === undefined) this.#next();
      return;
    }
    const [step, ...rest] = this.#steps;
    this.#steps = rest;
    if (!step) this.#finish('completed', null);
    else this.#take(step);
  }

  #take(step: ResponseStep): void {
    switch (step.do) {
      case 'speak':
      case 'call':
        this.#begin(step);
        this.#next();
        break;
      case 'delay':
        this.#after(step.ms, () => this.#next());
        break;
      case 'fail': {
        const error = { type: 'server_error', code: step.code, message: step.message };
        this.#finish('failed', { type: 'failed', error });
        break;
      }
      case 'incomplete':
        this.#finish('incomplete', { type: 'incomplete', reason: step.reason });
        break;
      case 'error':
      case 'close':
      case 'drop':
      case 'rate-limit':
      case 'malformed':
      case 'nothing':
        this.#around.outside(step);
        this.#next();
        break;
      default:
        assertNever(step, 'step of an answer');
    }
  }

  #begin(step: Extract<ResponseStep, { do: 'speak' | 'call' }>): void {
    this.#steps = this.#steps.filter(each => each !== step);
    const { wire } = this.#around;
    const at = { wire, responseId: this.id, itemId: wire.id('item'), outputIndex: this.#items.length };
    const item = step.do === 'call' ? new CallItem(at, wire.callId(), step) : this.#spoken(at, step);
    this.#items.push(item);
    this.#emit('response.output_item.added', {
      response_id: this.id,
      output_index: at.outputIndex,
      item: item.wireItem('in_progress'),
    });
    if (this.#plan.conversationId !== null) {
      this.#previousItemId = this.#around.itemBegan(item.wireItem('in_progress'));
      this.#emit('conversation.item.added', {
        previous_item_id: this.#previousItemId,
        item: item.wireItem('in_progress'),
      });
    }
    item.begin();
  }

  #spoken(
    at: { wire: SessionWire; responseId: string; itemId: string; outputIndex: number },
    step: Extract<ResponseStep, { do: 'speak' }>,
  ): OutputItem {
    const { modality, format, speedFactor } = this.#plan;
    if (modality === 'text') return new TextItem(at, step.transcript);
    const audio = encodeForWire(format, step.audio);
    return new AudioItem(at, {
      transcript: step.transcript,
      audio,
      bytesPerMs: bytesPerMs(format),
      speed: step.speed ?? speedFactor,
    });
  }

  #changed(item: OutputItem): void {
    if (this.#plan.conversationId !== null) this.#around.itemChanged(item.wireItem('in_progress'), item.audioMs);
  }

  #endItem(item: OutputItem, status: ItemStatus): void {
    item.end();
    const ended = item.wireItem(status);
    if (this.#plan.conversationId !== null) {
      this.#around.itemChanged(ended, item.audioMs);
      this.#emit('conversation.item.done', { previous_item_id: this.#previousItemId, item: ended });
    }
    this.#emit('response.output_item.done', { response_id: this.id, output_index: item.outputIndex, item: ended });
  }

  #finish(status: 'completed' | 'cancelled' | 'failed' | 'incomplete', details: Record<string, unknown> | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelTimer();
    const last = this.#items.at(-1);
    if (last && !last.isOver) this.#endItem(last, 'incomplete');
    const usage = usageOf(this.#plan.input, {
      textLength: this.#items.reduce((sum, item) => sum + item.textLength, 0),
      audioMs: this.#audioMs,
    });
    this.#emit('response.done', { response: this.#response(status, details, usage) });
    this.#around.ended(this.#audioMs);
  }

  get #audioMs(): number {
    return this.#items.reduce((sum, item) => sum + item.audioMs, 0);
  }

  #after(delayMs: number, action: () => void): void {
    this.#cancelTimer = this.#around.wire.after(delayMs, action);
  }

  #emit(type: string, fields: Record<string, unknown>): void {
    this.#around.wire.emit(type, fields);
  }

  #response(status: string, status_details: unknown, usage: unknown): Record<string, unknown> {
    const { conversationId, modality, maxOutputTokens, format, voice, metadata } = this.#plan;
    const wireFormat = format === 'audio/pcm' ? { type: format, rate: 24_000 } : { type: format };
    return {
      object: 'realtime.response',
      id: this.id,
      status,
      status_details,
      output: status === 'in_progress' ? [] : this.#items.map(item => item.wireItem(item.endStatus)),
      conversation_id: conversationId,
      output_modalities: [modality],
      max_output_tokens: maxOutputTokens,
      audio: { output: { format: wireFormat, voice } },
      usage,
      metadata,
    };
  }
}
