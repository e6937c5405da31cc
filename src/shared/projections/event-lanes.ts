/**
 * What happened, as bars and marks for the lanes beside the waveforms: who spoke by the model's own detection, its
 * responses, pauses, digits, interruptions, lost audio, errors, and every message. Placed when it went over the wire.
 */

import { parseDurationMs } from '../audiohook/duration.ts';
import type { MessageEvent, SessionEvent } from '../events/session-event.ts';
import { type Json, numberAt, objectAt, objectOf, objectsAt, textAt } from '../lib/json-object.ts';
import { describeEvent } from './message-words.ts';

export const EVENT_LANES = ['speech', 'response', 'events', 'messages'] as const;
export type EventLaneName = (typeof EVENT_LANES)[number];

export type LaneItemKind =
  | 'speech'
  | 'response'
  | 'pause'
  | 'dtmf'
  | 'barge-in'
  | 'discarded'
  | 'tool'
  | 'error'
  | 'genesys'
  | 'bot';

export type LaneItem = {
  /** The event it comes from: its row in the log. */
  readonly n: number;
  readonly kind: LaneItemKind;
  readonly fromMs: number;
  /** The same as `fromMs` for what takes no time; undefined while it goes on. */
  readonly toMs: number | undefined;
  /** What to say of it. Empty for messages: the log says it. */
  readonly words: string;
};

type Growing = { -readonly [Key in keyof LaneItem]: LaneItem[Key] };

export class EventLanes {
  readonly #lanes: Record<EventLaneName, Growing[]> = { speech: [], response: [], events: [], messages: [] };
  readonly #open = new Map<string, Growing>();

  add(event: SessionEvent): void {
    if (event.type === 'message') this.#message(event);
    else if (event.type === 'note') {
      const dropped = event.code === 'barge-in' ? numberAt(event.data ?? {}, 'droppedMs') : undefined;
      if (event.level === 'problem') this.#mark('events', 'error', event, event.text);
      else if (dropped) this.#mark('events', 'discarded', event, event.text);
    } else if (event.type === 'connection' && (event.phase === 'close' || event.phase === 'error')) {
      // Whatever was going on there goes on no more.
      for (const [key, item] of this.#open)
        if (event.leg === 'genesys' || key !== 'pause') this.#close(key, event.atMs, item.words);
    }
  }

  /** Items of a lane in the order in which they began; the array is the fold's own and grows with it. */
  items(lane: EventLaneName): readonly LaneItem[] {
    return this.#lanes[lane];
  }

  #message(event: MessageEvent): void {
    // Audio and words in pieces come by the hundred, and are drawn as audio and in the transcript.
    if (event.text.includes('"$audio"')) return;
    const message = objectOf(event.text);
    const type = message && textAt(message, 'type');
    if (!message || !type || type.endsWith('.delta')) return;
    this.#mark('messages', event.leg === 'bot' ? 'bot' : 'genesys', event, '');
    if (event.leg === 'bot') this.#realtime(type, message, event);
    else this.#audiohook(type, objectAt(message, 'parameters') ?? {}, event);
  }

  #realtime(type: string, message: Json, event: MessageEvent): void {
    const said = () => describeEvent(event).summary;
    const response = objectAt(message, 'response') ?? {};
    switch (type) {
      case 'input_audio_buffer.speech_started':
        this.#begin('speech', 'speech', 'speech', event, 'The model hears the caller speak');
        break;
      case 'input_audio_buffer.speech_stopped':
        this.#close('speech', event.atMs, 'The model hears the caller speak');
        break;
      case 'response.created':
        this.#begin('response', textAt(response, 'id') ?? '', 'response', event, 'Response in progress');
        break;
      case 'response.done':
        this.#close(textAt(response, 'id') ?? '', event.atMs, `Response ${said()}`);
        break;
      case 'response.function_call_arguments.done':
        this.#mark('events', 'tool', event, `The model calls ${said()}`);
        break;
      case 'error':
        this.#mark('events', 'error', event, `OpenAI ${said()}`);
        break;
    }
  }

  #audiohook(type: string, parameters: Json, event: MessageEvent): void {
    const skippedMs = parseDurationMs(textAt(parameters, 'discarded') ?? '') ?? 0;
    switch (type) {
      case 'paused':
        this.#begin('events', 'pause', 'pause', event, 'Paused: Genesys sends no audio');
        break;
      case 'resumed':
        this.#close('pause', event.atMs, 'Paused: Genesys sent no audio');
        break;
      case 'discarded':
        this.#mark('events', 'discarded', event, `Genesys lost ${Math.round(skippedMs)} ms of the caller’s audio`);
        break;
      case 'dtmf':
        this.#mark('events', 'dtmf', event, `DTMF ${textAt(parameters, 'digit') ?? '?'}`);
        break;
      case 'error':
      case 'disconnect': {
        const isEnd = type === 'disconnect' && textAt(parameters, 'reason') === 'completed';
        if (!isEnd) this.#mark('events', 'error', event, describeEvent(event).summary);
        break;
      }
      case 'event':
        if (objectsAt(parameters, 'entities').some(entity => textAt(entity, 'type') === 'barge_in')) {
          this.#mark('events', 'barge-in', event, 'Barge-in: what the caller had not yet heard is cut');
        }
        break;
    }
  }

  #mark(lane: EventLaneName, kind: LaneItemKind, { n, atMs }: SessionEvent, words: string): void {
    this.#lanes[lane].push({ n, kind, fromMs: atMs, toMs: atMs, words });
  }

  #begin(lane: EventLaneName, key: string, kind: LaneItemKind, { n, atMs }: SessionEvent, words: string): void {
    const before = this.#open.get(key);
    if (before) before.toMs = atMs;
    const item: Growing = { n, kind, fromMs: atMs, toMs: undefined, words };
    this.#lanes[lane].push(item);
    this.#open.set(key, item);
  }

  #close(key: string, atMs: number, words: string): void {
    const item = this.#open.get(key);
    if (!item) return;
    item.toMs = atMs;
    item.words = words;
    this.#open.delete(key);
  }
}
