/** One simulated Realtime session: client frames in, server events out, in the order of arrival. Knows no socket. */

import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import { decodeBase64 } from '../../../shared/lib/base64.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import {
  type ApiError,
  type ClientEvent,
  invalidRequest,
  type ResponseParams,
  readClientEvent,
} from './client-events.ts';
import { concatBytes } from './concat-bytes.ts';
import { Conversation, type WireItem } from './conversation.ts';
import { type Heard, InputAudio } from './input-audio.ts';
import { prompts } from './prompts.ts';
import { type IdPrefix, serverId } from './server-ids.ts';
import { applyPatch, canSpeak, newSession, type SessionSettings } from './session-settings.ts';
import { SimulatedResponse } from './simulated-response.ts';

export interface SimulatorPace {
  /** How many times faster than real time audio is generated. */
  readonly speedFactor: number;
  /** From response.created to the first delta. */
  readonly thinkMs: number;
  /** From a commit to its transcription: often later than the answer. */
  readonly transcribeMs: number;
}

export interface SimulatorSessionDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly pace: SimulatorPace;
  /** Sends one server event, complete with its event_id. */
  send(event: Record<string, unknown>): void;
}

/** The API's own lower limit for a commit. */
const MIN_COMMIT_MS = 100;
/** A budget that never runs out, shown as the API shows it. */
const TOKEN_BUDGET = 800_000;

export class SimulatorSession {
  readonly #deps: SimulatorSessionDeps;
  readonly #conversationId: string;
  readonly #conversation = new Conversation();
  readonly #input = new InputAudio();
  readonly #timers = new Set<() => void>();
  #settings: SessionSettings;
  #active: SimulatedResponse | undefined;
  #answered = 0;
  /** Sentences of the caller that no response has answered. */
  #unanswered: Uint8Array[] = [];
  /** The id that the sentence being spoken will have. */
  #speechItemId = '';

  constructor(model: string, deps: SimulatorSessionDeps) {
    this.#deps = deps;
    this.#conversationId = this.#id('conv');
    this.#settings = newSession(this.#id('sess'), model, Math.floor(deps.clock.wallMs() / 1000));
  }

  start(): void {
    this.#emit('session.created', { session: this.#settings });
  }

  /** One text frame of the client. */
  receive(text: string): void {
    const read = readClientEvent(text);
    if (!read.ok) {
      this.#refuse(read.error);
      return;
    }
    const error = this.#handle(read.event);
    if (error) this.#refuse({ ...error, event_id: read.event.event_id ?? null });
  }

  receiveBinary(): void {
    this.#refuse(invalidRequest('invalid_event', 'Binary frames are not supported: send JSON as text.'));
  }

  /** The connection is gone. */
  dispose(): void {
    this.#active?.abandon();
    this.#active = undefined;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  #handle(event: ClientEvent): ApiError | undefined {
    switch (event.type) {
      case 'session.update':
        return this.#update(event.session);
      case 'input_audio_buffer.append':
        return this.#append(event.audio);
      case 'input_audio_buffer.commit':
        return this.#commitBuffer();
      case 'input_audio_buffer.clear':
        this.#input.take(this.#settings.audio.input.turn_detection);
        return this.#emit('input_audio_buffer.cleared', {});
      case 'conversation.item.create':
        return this.#createItem(event);
      case 'conversation.item.delete':
        if (!this.#conversation.delete(event.item_id)) return unknownItem(event.item_id);
        return this.#emit('conversation.item.deleted', { item_id: event.item_id });
      case 'conversation.item.retrieve': {
        const item = this.#conversation.get(event.item_id);
        return item ? this.#emit('conversation.item.retrieved', { item }) : unknownItem(event.item_id);
      }
      case 'conversation.item.truncate':
        return this.#truncate(event);
      case 'response.create':
        return this.#createResponse(event.response ?? {});
      case 'response.cancel':
        return this.#cancel(event.response_id);
      default:
        return assertNever(event, 'client event');
    }
  }

  #update(patch: Extract<ClientEvent, { type: 'session.update' }>['session']): ApiError | undefined {
    const applied = applyPatch(this.#settings, patch, this.#answered > 0);
    if (!applied.ok) return invalidRequest(applied.error.code, applied.error.message, 'session');
    const before = this.#settings.audio.input;
    this.#settings = applied.value;
    const after = this.#settings.audio.input;
    const listensAnew =
      before.format !== after.format || JSON.stringify(before.turn_detection) !== JSON.stringify(after.turn_detection);
    if (listensAnew) this.#input.detect(after.turn_detection);
    return this.#emit('session.updated', { session: this.#settings });
  }

  #append(base64: string): ApiError | undefined {
    if (!canSpeak(this.#settings.audio.input.format)) {
      const text = 'The simulator hears audio/pcmu only, so far: send a session.update with that format first.';
      return invalidRequest('invalid_value', text, 'audio');
    }
    const codes = decodeBase64(base64);
    if (!codes) return invalidRequest('invalid_value', 'The audio is not base64.', 'audio');
    for (const heard of this.#input.append(codes)) this.#hear(heard);
    return undefined;
  }

  #hear(heard: Heard): void {
    const detection = this.#settings.audio.input.turn_detection;
    if (heard.type === 'speech_started') {
      this.#speechItemId = this.#id('item');
      this.#emit('input_audio_buffer.speech_started', { audio_start_ms: heard.startMs, item_id: this.#speechItemId });
      if (detection?.interrupt_response !== false) this.#active?.cancel('turn_detected');
      return;
    }
    this.#emit('input_audio_buffer.speech_stopped', { audio_end_ms: heard.endMs, item_id: this.#speechItemId });
    this.#commit(this.#speechItemId, heard.committed, heard.speech);
    if (detection?.create_response === false) return;
    const error = this.#createResponse({});
    if (error) this.#refuse(error);
  }

  #commitBuffer(): ApiError | undefined {
    const { bufferedMs } = this.#input;
    if (bufferedMs < MIN_COMMIT_MS) {
      const text = `Error committing input audio buffer: buffer too small. Expected at least ${MIN_COMMIT_MS}ms of audio, but buffer only has ${bufferedMs.toFixed(2)}ms of audio.`;
      return invalidRequest('input_audio_buffer_commit_empty', text);
    }
    const audio = this.#input.take(this.#settings.audio.input.turn_detection);
    this.#commit(this.#id('item'), audio, audio);
    return undefined;
  }

  #commit(id: string, audio: Uint8Array, speech: Uint8Array): void {
    const previous_item_id = this.#conversation.lastId;
    const content = [{ type: 'input_audio', transcript: null }];
    const item: WireItem = { id, type: 'message', status: 'completed', role: 'user', content };
    this.#conversation.add(item, audio.length);
    this.#emit('input_audio_buffer.committed', { previous_item_id, item_id: id });
    this.#emit('conversation.item.added', { previous_item_id, item });
    this.#emit('conversation.item.done', { previous_item_id, item });
    this.#unanswered.push(speech);
    if (this.#settings.audio.input.transcription) this.#transcribeLater(item, audio.length, speech.length);
  }

  /** A simulator understands nothing: it says what it heard, never what was said. */
  #transcribeLater(item: WireItem, audioBytes: number, speechBytes: number): void {
    this.#after(this.#deps.pace.transcribeMs, () => {
      const transcript = `[${secondsOf(speechBytes)} s of caller speech]`;
      const ids = { item_id: item.id, content_index: 0 };
      this.#conversation.update({ ...item, content: [{ type: 'input_audio', transcript }] }, audioBytes);
      this.#emit('conversation.item.input_audio_transcription.delta', { ...ids, delta: transcript, obfuscation: '' });
      const usage = { type: 'duration', seconds: audioBytes / PCMU_BYTES_PER_MS / 1000 };
      this.#emit('conversation.item.input_audio_transcription.completed', { ...ids, transcript, usage });
    });
  }

  #createItem(event: Extract<ClientEvent, { type: 'conversation.item.create' }>): ApiError | undefined {
    const id = event.item.id ?? this.#id('item');
    if (this.#conversation.get(id)) {
      return invalidRequest('invalid_value', `An item with id '${id}' exists already.`, 'item.id');
    }
    const item: WireItem = { ...(event.item as Omit<WireItem, 'id'> & { type: string }), id, status: 'completed' };
    if (!this.#conversation.add(item, 0, event.previous_item_id ?? undefined)) {
      return unknownItem(event.previous_item_id ?? '', 'previous_item_id');
    }
    const previous_item_id = this.#conversation.previousOf(id);
    this.#emit('conversation.item.added', { previous_item_id, item });
    return this.#emit('conversation.item.done', { previous_item_id, item });
  }

  #truncate(event: Extract<ClientEvent, { type: 'conversation.item.truncate' }>): ApiError | undefined {
    const { item_id, content_index, audio_end_ms } = event;
    const item = this.#conversation.get(item_id);
    if (!item) return unknownItem(item_id);
    const audioMs = this.#conversation.audioMs(item_id);
    if (item.role !== 'assistant' || content_index > 0 || audioMs === 0) {
      return invalidRequest('unsupported_content_type', 'Only model output audio messages can be truncated.');
    }
    if (audio_end_ms > audioMs) {
      const text = `Audio content of ${Math.floor(audioMs)}ms is already shorter than ${audio_end_ms}ms`;
      return invalidRequest('invalid_value', text, 'audio_end_ms');
    }
    const content = (item.content ?? []).map(part => ({ type: part.type }));
    this.#conversation.update({ ...item, content }, audio_end_ms * PCMU_BYTES_PER_MS);
    return this.#emit('conversation.item.truncated', { item_id, content_index, audio_end_ms });
  }

  #createResponse(params: ResponseParams): ApiError | undefined {
    if (this.#active && params.conversation !== 'none') {
      const text = `Conversation already has an active response in progress: ${this.#active.id}. Wait until the response is finished before creating a new one.`;
      return invalidRequest('conversation_already_has_active_response', text);
    }
    if (!canSpeak(this.#settings.audio.output.format) || params.output_modalities?.[0] === 'text') {
      return invalidRequest('invalid_value', 'The simulator speaks audio/pcmu only, so far.', 'response');
    }
    const isInBand = params.conversation !== 'none';
    const { transcript, audio } = this.#answer();
    const response = new SimulatedResponse(
      {
        id: this.#id('resp'),
        itemId: this.#id('item'),
        conversationId: isInBand ? this.#conversationId : null,
        transcript,
        audio,
        voice: params.audio?.output?.voice ?? this.#settings.audio.output.voice,
        maxOutputTokens: params.max_output_tokens ?? this.#settings.max_output_tokens ?? 'inf',
        metadata: params.metadata ?? null,
        input: this.#conversation.extent(),
      },
      {
        clock: this.#deps.clock,
        speedFactor: this.#deps.pace.speedFactor,
        thinkMs: this.#deps.pace.thinkMs,
        emit: (type, fields) => void this.#emit(type, fields),
        itemBegan: item => {
          this.#conversation.add(item);
          return this.#conversation.previousOf(item.id);
        },
        itemChanged: (item, audioBytes) => this.#conversation.update(item, audioBytes),
        ended: () => {
          if (isInBand) this.#active = undefined;
          this.#emitRateLimits();
        },
      },
    );
    if (isInBand) this.#active = response;
    else this.#timers.add(() => response.abandon());
    response.start();
    return undefined;
  }

  /** A prompt, then the caller's own sentences, byte for byte. */
  #answer(): { transcript: string; audio: Uint8Array } {
    const sentences = this.#unanswered;
    this.#unanswered = [];
    this.#answered += 1;
    if (sentences.length > 0) {
      const prompt = prompts['you-said'];
      const bytes = sentences.reduce((sum, sentence) => sum + sentence.length, 0);
      return {
        transcript: `${prompt.text} [${secondsOf(bytes)} s of the caller's own speech]`,
        audio: concatBytes([prompt.audio, ...sentences]),
      };
    }
    const prompt = this.#answered === 1 ? prompts.greeting : prompts.listening;
    return { transcript: prompt.text, audio: prompt.audio };
  }

  #cancel(responseId: string | undefined): ApiError | undefined {
    if (!this.#active || (responseId !== undefined && responseId !== this.#active.id)) {
      return invalidRequest('response_cancel_not_active', 'Cancellation failed: no active response found');
    }
    this.#active.cancel('client_cancelled');
    return undefined;
  }

  #emitRateLimits(): void {
    const limit = { name: 'tokens', limit: TOKEN_BUDGET, remaining: TOKEN_BUDGET, reset_seconds: 0 };
    this.#emit('rate_limits.updated', { rate_limits: [limit] });
  }

  #refuse(error: ApiError): void {
    this.#emit('error', { error });
  }

  /** Returns nothing, so that handlers can end with it. */
  #emit(type: string, fields: Record<string, unknown>): undefined {
    this.#deps.send({ type, event_id: this.#id('event'), ...fields });
  }

  #id(prefix: IdPrefix): string {
    return serverId(this.#deps.ids, prefix);
  }

  #after(delayMs: number, action: () => void): void {
    const cancel = this.#deps.clock.after(delayMs, () => {
      this.#timers.delete(cancel);
      action();
    });
    this.#timers.add(cancel);
  }
}

function unknownItem(id: string, param = 'item_id'): ApiError {
  return invalidRequest('item_not_found', `Item with item_id '${id}' not found.`, param);
}

function secondsOf(bytes: number): string {
  return (bytes / PCMU_BYTES_PER_MS / 1000).toFixed(1);
}
