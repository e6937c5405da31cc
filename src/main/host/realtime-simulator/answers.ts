/** The model's side of a simulated session: which answer is due, and the one that is under way. */

import { concatBytes } from '../../../shared/lib/concat-bytes.ts';
import { secondsOf } from './caller-turns.ts';
import { type ApiError, invalidRequest } from './client-events.ts';
import type { Conversation } from './conversation.ts';
import { prompts } from './prompts.ts';
import type { Occasion, ScenarioStep, Script } from './scenario.ts';
import type { SessionSettings } from './session-settings.ts';
import type { SessionWire } from './session-wire.ts';
import type { ResponseParams } from './settings-schema.ts';
import { type ResponseStep, SimulatedResponse } from './simulated-response.ts';

/** A budget that never runs out, shown as the API shows it. */
const TOKEN_BUDGET = 800_000;

export interface AnswersAround {
  readonly wire: SessionWire;
  readonly conversation: Conversation;
  readonly conversationId: string;
  readonly script: Script;
  readonly speedFactor: number;
  readonly thinkMs: number;
  readonly settings: () => SessionSettings;
  /** An answer is over; it sounds for `audioMs`. */
  onAnswered(audioMs: number): void;
}

export class Answers {
  readonly #around: AnswersAround;
  readonly #outOfBand = new Set<SimulatedResponse>();
  #active: SimulatedResponse | undefined;
  #answered = 0;
  #turns = 0;
  /** Sentences of the caller that no response has answered. */
  #unanswered: Uint8Array[] = [];
  /** What has happened since the last answer; the newest is what the next one is about. */
  #occasions: Occasion[] = [];

  constructor(around: AnswersAround) {
    this.#around = around;
  }

  /** Audio was generated already, which locks the voice. */
  get hasSpoken(): boolean {
    return this.#answered > 0;
  }

  get isActive(): boolean {
    return this.#active !== undefined;
  }

  noteTurn(speech: Uint8Array): void {
    this.#turns += 1;
    this.#unanswered.push(speech);
    this.#occasions.push({ on: 'turn', nth: this.#turns });
  }

  note(occasion: Occasion): void {
    this.#occasions.push(occasion);
  }

  create(params: ResponseParams): ApiError | undefined {
    const isInBand = params.conversation !== 'none';
    if (this.#active && isInBand) {
      const text = `Conversation already has an active response in progress: ${this.#active.id}. Wait until the response is finished before creating a new one.`;
      return invalidRequest('conversation_already_has_active_response', text);
    }
    const steps = this.#stepsFor(this.#occasion(), params);
    if (steps.some(step => step.do === 'nothing')) {
      for (const step of steps) this.outside(step);
      return undefined;
    }
    const response = this.#response(params, steps, isInBand);
    if (isInBand) this.#active = response;
    else this.#outOfBand.add(response);
    response.start();
    return undefined;
  }

  cancel(responseId: string | undefined): ApiError | undefined {
    const other = [...this.#outOfBand].find(each => each.id === responseId);
    const meant = other ?? (responseId === undefined || responseId === this.#active?.id ? this.#active : undefined);
    if (!meant) return invalidRequest('response_cancel_not_active', 'Cancellation failed: no active response found');
    meant.cancel('client_cancelled');
    return undefined;
  }

  /** The caller speaks. */
  interrupt(): void {
    this.#active?.cancel('turn_detected');
  }

  abandon(): void {
    this.#active?.abandon();
    for (const response of this.#outOfBand) response.abandon();
    this.#active = undefined;
  }

  /** Steps that are no part of an answer. */
  outside(step: ResponseStep | ScenarioStep): void {
    const { wire } = this.#around;
    switch (step.do) {
      case 'error': {
        const error = {
          type: 'invalid_request_error',
          code: step.code,
          message: step.message,
          param: null,
          event_id: null,
        };
        wire.emit('error', { error });
        break;
      }
      case 'close':
        wire.close(step.code, step.reason);
        break;
      case 'drop':
        wire.drop();
        break;
      case 'malformed':
        wire.raw(step.text);
        break;
      case 'rate-limit':
        this.#emitRateLimits(step.limit, step.remaining, step.resetSeconds);
        break;
      default:
        // The rest needs an answer to happen in; a scenario that says otherwise was refused when it was read.
        break;
    }
  }

  #response(params: ResponseParams, steps: readonly ResponseStep[], isInBand: boolean): SimulatedResponse {
    const { wire, conversation, conversationId } = this.#around;
    const settings = this.#around.settings();
    const { format, voice } = settings.audio.output;
    const modality = (params.output_modalities ?? settings.output_modalities)?.[0] ?? 'audio';
    if (modality === 'audio') this.#answered += 1;
    const response = new SimulatedResponse(
      {
        id: wire.id('resp'),
        conversationId: isInBand ? conversationId : null,
        steps,
        modality,
        format: (params.audio?.output?.format ?? format).type,
        voice: params.audio?.output?.voice ?? voice,
        maxOutputTokens: params.max_output_tokens ?? settings.max_output_tokens ?? 'inf',
        metadata: params.metadata ?? null,
        input: conversation.extent(),
        speedFactor: this.#around.speedFactor,
        thinkMs: this.#around.thinkMs,
      },
      {
        wire,
        itemBegan: item => {
          conversation.add(item);
          return conversation.previousOf(item.id);
        },
        itemChanged: (item, audioMs) => conversation.update(item, audioMs),
        outside: step => this.outside(step),
        ended: audioMs => {
          if (isInBand) this.#active = undefined;
          else this.#outOfBand.delete(response);
          this.#emitRateLimits(TOKEN_BUDGET, TOKEN_BUDGET, 0);
          if (isInBand) this.#around.onAnswered(audioMs);
        },
      },
    );
    return response;
  }

  #occasion(): Occasion | undefined {
    const newest = this.#occasions.at(-1);
    this.#occasions = [];
    return newest ?? (this.#answered === 0 ? { on: 'greeting' } : undefined);
  }

  #stepsFor(occasion: Occasion | undefined, params: ResponseParams): readonly ResponseStep[] {
    const scripted = occasion && this.#around.script.take(occasion);
    if (!scripted) return [this.#usual()];
    // A client that forbids functions gets none, whatever the scenario says.
    const allowed = params.tool_choice === 'none' ? scripted.filter(step => step.do !== 'call') : scripted;
    const steps = allowed.map(step => this.#resolve(step));
    this.#unanswered = [];
    return steps;
  }

  #resolve(step: ScenarioStep): ResponseStep {
    switch (step.do) {
      case 'say':
        return {
          do: 'speak',
          transcript: prompts[step.prompt].text,
          audio: prompts[step.prompt].audio,
          speed: step.speed,
        };
      case 'play': {
        const audio = this.#around.script.sounds.get(step.wav) ?? new Uint8Array(0);
        return { do: 'speak', transcript: step.text, audio, speed: step.speed };
      }
      case 'echo':
        return { ...this.#usual(), speed: step.speed };
      default:
        return step;
    }
  }

  /** A prompt, then the caller's own sentences, byte for byte. */
  #usual(): Extract<ResponseStep, { do: 'speak' }> {
    const sentences = this.#unanswered;
    this.#unanswered = [];
    if (sentences.length > 0) {
      const prompt = prompts['you-said'];
      const bytes = sentences.reduce((sum, sentence) => sum + sentence.length, 0);
      const transcript = `${prompt.text} [${secondsOf(bytes)} s of the caller's own speech]`;
      return { do: 'speak', transcript, audio: concatBytes([prompt.audio, ...sentences]) };
    }
    const prompt = this.#answered === 0 ? prompts.greeting : prompts.listening;
    return { do: 'speak', transcript: prompt.text, audio: prompt.audio };
  }

  #emitRateLimits(limit: number, remaining: number, reset_seconds: number): void {
    const limits = [{ name: 'tokens', limit, remaining, reset_seconds }];
    this.#around.wire.emit('rate_limits.updated', { rate_limits: limits });
  }
}
