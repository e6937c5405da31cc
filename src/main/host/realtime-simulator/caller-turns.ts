/** The caller's side of a simulated session: what is appended, the turns in it, and what becomes of each. */
import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import { decodeBase64 } from '../../../shared/lib/base64.ts';
import { type ApiError, invalidRequest } from './client-events.ts';
import type { Conversation, WireItem } from './conversation.ts';
import { type Heard, InputAudio } from './input-audio.ts';
import type { SessionSettings } from './session-settings.ts';
import type { SessionWire } from './session-wire.ts';
import { WireDecoder, type WireFormat } from './wire-audio.ts';

/** The API's own lower limit for a commit. */
const MIN_COMMIT_MS = 100;
/** The API's limit for one append, in bytes of audio. */
const MAX_APPEND_BYTES = 15 * 2 ** 20;

export interface TurnsAround {
  readonly wire: SessionWire;
  readonly conversation: Conversation;
  /** From a commit to its transcription: often later than the answer. */
  readonly transcribeMs: number;
  readonly settings: () => SessionSettings['audio']['input'];
  onSpeechStarted(): void;
  /** A turn was committed; `speech` (PCMU) is the sentence without the silence that ended it. */
  onCommitted(speech: Uint8Array): void;
  /** An answer is due, as turn detection is set. */
  onTurnOver(): void;
}

export class CallerTurns {
  readonly #around: TurnsAround;
  readonly #input = new InputAudio();
  #decoder: WireDecoder;
  #format: WireFormat;
  /** The id that the sentence being spoken will have. */
  #speechItemId = '';

  constructor(around: TurnsAround) {
    this.#around = around;
    this.#format = around.settings().format.type;
    this.#decoder = new WireDecoder(this.#format);
    this.#input.detect(around.settings().turn_detection);
  }

  /** The settings have changed. */
  configure(before: SessionSettings['audio']['input']): void {
    const now = this.#around.settings();
    if (now.format.type !== this.#format) {
      this.#format = now.format.type;
      this.#decoder = new WireDecoder(this.#format);
    }
    const same = JSON.stringify(before.turn_detection) === JSON.stringify(now.turn_detection);
    if (!same || before.format.type !== now.format.type) this.#input.detect(now.turn_detection);
  }

  /** Position on the clock of the appended audio, ms. */
  get positionMs(): number {
    return this.#input.positionMs;
  }

  append(base64: string): ApiError | undefined {
    const bytes = decodeBase64(base64);
    if (!bytes) return invalidRequest('invalid_value', 'The audio is not base64.', 'audio');
    if (bytes.length > MAX_APPEND_BYTES) {
      return invalidRequest('invalid_value', 'The audio of one event must not exceed 15 MiB.', 'audio');
    }
    for (const heard of this.#input.append(this.#decoder.push(bytes))) this.#hear(heard);
    return undefined;
  }

  clear(): undefined {
    this.#input.take(this.#around.settings().turn_detection);
    return this.#around.wire.emit('input_audio_buffer.cleared', {});
  }

  commit(): ApiError | undefined {
    const { bufferedMs } = this.#input;
    if (bufferedMs < MIN_COMMIT_MS) {
      const text = `Error committing input audio buffer: buffer too small. Expected at least ${MIN_COMMIT_MS}ms of audio, but buffer only has ${bufferedMs.toFixed(2)}ms of audio.`;
      return invalidRequest('input_audio_buffer_commit_empty', text);
    }
    const audio = this.#input.take(this.#around.settings().turn_detection);
    this.#commit(this.#around.wire.id('item'), audio, audio);
    return undefined;
  }

  /** Nobody spoke for `idle_timeout_ms`: what was heard since is committed, and the model asks. */
  timeOut(sinceMs: number): void {
    const { wire } = this.#around;
    const item_id = wire.id('item');
    const audio_end_ms = Math.floor(this.#input.positionMs);
    wire.emit('input_audio_buffer.timeout_triggered', { audio_start_ms: Math.floor(sinceMs), audio_end_ms, item_id });
    this.#commit(item_id, this.#input.take(this.#around.settings().turn_detection), undefined);
  }

  #hear(heard: Heard): void {
    const { wire, settings } = this.#around;
    if (heard.type === 'speech_started') {
      this.#speechItemId = wire.id('item');
      const ids = { audio_start_ms: heard.startMs, item_id: this.#speechItemId };
      wire.emit('input_audio_buffer.speech_started', ids);
      this.#around.onSpeechStarted();
      return;
    }
    const ids = { audio_end_ms: heard.endMs, item_id: this.#speechItemId };
    wire.emit('input_audio_buffer.speech_stopped', ids);
    this.#commit(this.#speechItemId, heard.committed, heard.speech);
    if (settings().turn_detection?.create_response !== false) this.#around.onTurnOver();
  }

  /** `speech` is undefined for a stretch of silence. */
  #commit(id: string, audio: Uint8Array, speech: Uint8Array | undefined): void {
    const { wire, conversation, settings } = this.#around;
    const previous_item_id = conversation.lastId;
    const content = [{ type: 'input_audio', transcript: null }];
    const item: WireItem = { id, type: 'message', status: 'completed', role: 'user', content };
    const audioMs = audio.length / PCMU_BYTES_PER_MS;
    conversation.add(item, audioMs);
    wire.emit('input_audio_buffer.committed', { previous_item_id, item_id: id });
    wire.emit('conversation.item.added', { previous_item_id, item });
    wire.emit('conversation.item.done', { previous_item_id, item });
    if (speech) this.#around.onCommitted(speech);
    if (settings().transcription) this.#transcribeLater(item, audioMs, speech?.length ?? 0);
  }

  /** A simulator understands nothing: it says what it heard, never what was said. */
  #transcribeLater(item: WireItem, audioMs: number, speechBytes: number): void {
    const { wire, conversation, transcribeMs } = this.#around;
    wire.after(transcribeMs, () => {
      const transcript = `[${secondsOf(speechBytes)} s of caller speech]`;
      const ids = { item_id: item.id, content_index: 0 };
      conversation.update({ ...item, content: [{ type: 'input_audio', transcript }] }, audioMs);
      const delta = { ...ids, delta: transcript, obfuscation: '' };
      wire.emit('conversation.item.input_audio_transcription.delta', delta);
      const usage = { type: 'duration', seconds: audioMs / 1000 };
      wire.emit('conversation.item.input_audio_transcription.completed', { ...ids, transcript, usage });
    });
  }
}

export function secondsOf(bytes: number): string {
  return (bytes / PCMU_BYTES_PER_MS / 1000).toFixed(1);
}
