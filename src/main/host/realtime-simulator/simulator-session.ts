/** One simulated Realtime session: client frames in, server events out, in the order of arrival. Knows no socket. */
import { assertNever } from '../../../shared/lib/assert-never.ts';
import { Answers } from './answers.ts';
import { CallerTurns } from './caller-turns.ts';
import { type ApiError, type ClientEvent, invalidRequest, readClientEvent } from './client-events.ts';
import { Conversation, type WireItem } from './conversation.ts';
import { type Scenario, type ScenarioStep, Script } from './scenario.ts';
import { applyPatch, newSession, type SessionSettings } from './session-settings.ts';
import { SessionWire, type WireEnds } from './session-wire.ts';

export interface SimulatorPace {
  /** How many times faster than real time audio is generated. */
  readonly speedFactor: number;
  /** From response.created to the first delta. */
  readonly thinkMs: number;
  /** From a commit to its transcription: often later than the answer. */
  readonly transcribeMs: number;
}

export interface SimulatorSessionDeps extends WireEnds {
  readonly pace: SimulatorPace;
  /** Absent: the usual answers. */
  readonly scenario?: Scenario | undefined;
}

export class SimulatorSession {
  readonly #wire: SessionWire;
  readonly #conversation = new Conversation();
  readonly #script: Script;
  readonly #turns: CallerTurns;
  readonly #answers: Answers;
  #settings: SessionSettings;
  #cancelSilence: () => void = () => undefined;

  constructor(model: string, deps: SimulatorSessionDeps) {
    const { pace, scenario } = deps;
    this.#wire = new SessionWire(deps);
    this.#script = new Script(scenario);
    const conversationId = this.#wire.id('conv');
    this.#settings = newSession(this.#wire.id('sess'), model, this.#wire.nowSeconds);
    const both = { wire: this.#wire, conversation: this.#conversation };
    this.#answers = new Answers({
      ...both,
      conversationId,
      script: this.#script,
      speedFactor: pace.speedFactor,
      thinkMs: pace.thinkMs,
      settings: () => this.#settings,
      onAnswered: audioMs => this.#awaitSilence(audioMs),
    });
    this.#turns = new CallerTurns({
      ...both,
      transcribeMs: pace.transcribeMs,
      settings: () => this.#settings.audio.input,
      onSpeechStarted: () => {
        this.#cancelSilence();
        if (this.#settings.audio.input.turn_detection?.interrupt_response !== false) this.#answers.interrupt();
      },
      onCommitted: speech => this.#answers.noteTurn(speech),
      onTurnOver: () => this.#answer(),
    });
  }

  start(): void {
    this.#wire.emit('session.created', { session: this.#settings });
    this.#play(this.#script.take({ on: 'session' }) ?? []);
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
    this.#answers.abandon();
    this.#wire.dispose();
  }

  #handle(event: ClientEvent): ApiError | undefined {
    switch (event.type) {
      case 'session.update':
        return this.#update(event.session);
      case 'input_audio_buffer.append':
        return this.#turns.append(event.audio);
      case 'input_audio_buffer.commit':
        return this.#turns.commit();
      case 'input_audio_buffer.clear':
        return this.#turns.clear();
      case 'conversation.item.create':
        return this.#createItem(event);
      case 'conversation.item.delete':
        if (!this.#conversation.delete(event.item_id)) return unknownItem(event.item_id);
        return this.#wire.emit('conversation.item.deleted', { item_id: event.item_id });
      case 'conversation.item.retrieve': {
        const item = this.#conversation.get(event.item_id);
        return item ? this.#wire.emit('conversation.item.retrieved', { item }) : unknownItem(event.item_id);
      }
      case 'conversation.item.truncate':
        return this.#truncate(event);
      case 'response.create': {
        const error = this.#answers.create(event.response ?? {});
        if (!error) this.#cancelSilence();
        return error;
      }
      case 'response.cancel':
        return this.#answers.cancel(event.response_id);
      default:
        return assertNever(event, 'client event');
    }
  }

  #update(patch: Extract<ClientEvent, { type: 'session.update' }>['session']): ApiError | undefined {
    const applied = applyPatch(this.#settings, patch, this.#answers.hasSpoken);
    if (!applied.ok) return invalidRequest(applied.error.code, applied.error.message, 'session');
    const before = this.#settings.audio.input;
    this.#settings = applied.value;
    this.#turns.configure(before);
    return this.#wire.emit('session.updated', { session: this.#settings });
  }

  #createItem(event: Extract<ClientEvent, { type: 'conversation.item.create' }>): ApiError | undefined {
    const id = event.item.id ?? this.#wire.id('item');
    if (this.#conversation.get(id)) {
      return invalidRequest('invalid_value', `An item with id '${id}' exists already.`, 'item.id');
    }
    const { item: asked } = event;
    if (asked.type === 'function_call_output' && !this.#conversation.callName(asked.call_id)) {
      const text = `No tool call found for function call output with call_id ${asked.call_id}.`;
      return invalidRequest('invalid_value', text, 'item.call_id');
    }
    const item: WireItem = { ...(asked as Omit<WireItem, 'id'> & { type: string }), id, status: 'completed' };
    if (!this.#conversation.add(item, 0, event.previous_item_id ?? undefined)) {
      return unknownItem(event.previous_item_id ?? '', 'previous_item_id');
    }
    if (asked.type === 'function_call_output') {
      this.#answers.note({ on: 'tool-result', tool: this.#conversation.callName(asked.call_id) ?? '' });
    } else if (asked.type === 'message' && asked.role === 'user') {
      const text = (item.content ?? []).map(part => part.text ?? '').join(' ');
      this.#answers.note({ on: 'dtmf', text });
    }
    const previous_item_id = this.#conversation.previousOf(id);
    this.#wire.emit('conversation.item.added', { previous_item_id, item });
    return this.#wire.emit('conversation.item.done', { previous_item_id, item });
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
    this.#conversation.update({ ...item, content }, audio_end_ms);
    return this.#wire.emit('conversation.item.truncated', { item_id, content_index, audio_end_ms });
  }

  /** An answer that the session itself begins. */
  #answer(): void {
    const error = this.#answers.create({});
    if (error) this.#refuse(error);
  }

  /** The caller hears the answer for `audioMs` more; then silence counts, by the wall's clock. */
  #awaitSilence(audioMs: number): void {
    this.#cancelSilence();
    const detection = this.#settings.audio.input.turn_detection;
    const idleMs = detection?.type === 'server_vad' ? (detection.idle_timeout_ms ?? undefined) : undefined;
    const scriptedMs = this.#script.silenceMs;
    const sinceMs = this.#turns.positionMs;
    if (scriptedMs !== undefined && scriptedMs <= (idleMs ?? Number.POSITIVE_INFINITY)) {
      this.#cancelSilence = this.#wire.after(audioMs + scriptedMs, () => this.#scriptedSilence(scriptedMs));
    } else if (idleMs !== undefined) {
      this.#cancelSilence = this.#wire.after(audioMs + idleMs, () => {
        this.#turns.timeOut(sinceMs);
        this.#answers.note({ on: 'silence', afterMs: idleMs });
        this.#answer();
      });
    }
  }

  #scriptedSilence(afterMs: number): void {
    const occasion = { on: 'silence', afterMs } as const;
    const next = this.#script.peek(occasion) ?? [];
    const isAnswer = next.some(
      step => step.do === 'say' || step.do === 'play' || step.do === 'call' || step.do === 'echo',
    );
    if (isAnswer) {
      this.#answers.note(occasion);
      this.#answer();
    } else this.#play(this.#script.take(occasion) ?? []);
  }

  /** Steps outside an answer, one after another. */
  #play(steps: readonly ScenarioStep[]): void {
    for (const [at, step] of steps.entries()) {
      if (step.do === 'delay') {
        this.#wire.after(step.ms, () => this.#play(steps.slice(at + 1)));
        return;
      }
      this.#answers.outside(step);
    }
  }

  #refuse(error: ApiError): void {
    this.#wire.emit('error', { error });
  }
}

function unknownItem(id: string, param = 'item_id'): ApiError {
  return invalidRequest('item_not_found', `Item with item_id '${id}' not found.`, param);
}
