/** What is known of the model's leg (OpenAI Realtime) so far. */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import type { ConnectionEvent, SessionEvent } from '../events/session-event.ts';
import { fieldAt, isRecord, textAt } from '../realtime/parse.ts';
import { formatIn } from '../relay/beta-names.ts';
import type { Seen, SeenMessage } from './seen.ts';

export type Answer = {
  readonly id: string;
  readonly n: number;
  readonly createdMs: number;
  /** Undefined while it goes on. */
  status: string | undefined;
  /** Of `status_details`. */
  reason: string;
  audioBytes: number;
};

export type ModelError = { readonly n: number; readonly atMs: number; readonly code: string; readonly message: string };

export class ModelFacts {
  /** Anything happened on this leg. */
  seen = false;
  upgrade: ConnectionEvent | undefined;
  created: SessionEvent | undefined;
  updated: SessionEvent | undefined;
  inputFormat = '';
  outputFormat = '';
  appends = 0;
  appendedBytes = 0;
  firstAppend: SessionEvent | undefined;
  deltas = 0;
  deltaBytes = 0;
  firstDelta: SessionEvent | undefined;
  lastDeltaMs = 0;
  readonly answers: Answer[] = [];
  readonly errors: ModelError[] = [];
  readonly speechStarted: SessionEvent[] = [];
  readonly committed: SessionEvent[] = [];
  close: ConnectionEvent | undefined;

  add({ event, from, message }: Seen): void {
    if (event.leg !== 'bot') return;
    this.seen = true;
    if (event.type === 'connection') {
      if (event.phase === 'upgrade') this.upgrade = event;
      if (event.phase === 'close') this.close = event;
    } else if (message && from === 'model') this.#received(event, message);
    else if (message?.type === 'input_audio_buffer.append') {
      this.appends += 1;
      this.appendedBytes += bytesOf(message.body.audio);
      this.firstAppend ??= event;
    }
  }

  get deltaMs(): number {
    return this.deltaBytes / PCMU_BYTES_PER_MS;
  }

  #received(event: SessionEvent, { type, body }: SeenMessage): void {
    switch (type) {
      case 'session.created':
        this.created ??= event;
        break;
      case 'session.updated':
        this.updated ??= event;
        this.inputFormat = formatIn(body, 'input');
        this.outputFormat = formatIn(body, 'output');
        break;
      case 'response.created':
        this.answers.push({
          id: textAt(body, 'response', 'id'),
          n: event.n,
          createdMs: event.atMs,
          status: undefined,
          reason: '',
          audioBytes: 0,
        });
        break;
      case 'response.done':
        this.#done(body);
        break;
      case 'response.output_audio.delta':
      case 'response.audio.delta':
        this.#delta(event, body);
        break;
      case 'input_audio_buffer.speech_started':
        this.speechStarted.push(event);
        break;
      case 'input_audio_buffer.committed':
        this.committed.push(event);
        break;
      case 'error': {
        const code = textAt(body, 'error', 'code') || textAt(body, 'error', 'type');
        this.errors.push({ n: event.n, atMs: event.atMs, code, message: textAt(body, 'error', 'message') });
        break;
      }
    }
  }

  #done(body: Readonly<Record<string, unknown>>): void {
    const id = textAt(body, 'response', 'id');
    const answer = this.answers.find(each => each.id === id);
    if (!answer) return;
    answer.status = textAt(body, 'response', 'status');
    answer.reason =
      textAt(body, 'response', 'status_details', 'reason') ||
      textAt(body, 'response', 'status_details', 'error', 'code') ||
      textAt(body, 'response', 'status_details', 'error', 'type');
  }

  #delta(event: SessionEvent, body: Readonly<Record<string, unknown>>): void {
    const bytes = bytesOf(body.delta);
    this.deltas += 1;
    this.deltaBytes += bytes;
    this.firstDelta ??= event;
    this.lastDeltaMs = event.atMs;
    const answer = this.answers.findLast(each => each.id === textAt(body, 'response_id'));
    if (answer) answer.audioBytes += bytes;
  }
}

/** Bytes of audio that stood in a message: moved to a track (`$audio`), or base64 still. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Math.floor((value.length * 3) / 4);
  const moved = isRecord(value) ? fieldAt(value, '$audio', 'bytes') : undefined;
  return typeof moved === 'number' ? moved : 0;
}
