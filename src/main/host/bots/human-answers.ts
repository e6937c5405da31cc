/** Functions that a model called and that a person at the console answers, while the caller waits. */

import type { Clock } from '../../../shared/lib/clock.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { HumanQuestion } from './bot.ts';

export type OpenQuestion = {
  readonly id: string;
  /** The session in which it was asked. */
  readonly sessionId: string;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Time that is left to answer, ms. */
  readonly leftMs: number;
};

type Waiting = { question: HumanQuestion; sessionId: string; untilMs: number; answer(text: string): void };

export class HumanAnswers {
  /** The questions that are open have changed. */
  readonly changed = new Emitter<void>();
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #waiting = new Map<string, Waiting>();

  constructor(deps: { clock: Clock; ids: Ids }) {
    this.#clock = deps.clock;
    this.#ids = deps.ids;
  }

  /** Oldest first. */
  get open(): OpenQuestion[] {
    const nowMs = this.#clock.monotonicMs();
    return [...this.#waiting].map(([id, { question, sessionId, untilMs }]) => ({
      id,
      sessionId,
      tool: question.tool,
      arguments: question.arguments,
      leftMs: Math.max(0, untilMs - nowMs),
    }));
  }

  /** Resolves with the answer, or with undefined when `signal` (the time-out, the call's end) came first. */
  ask(sessionId: string, question: HumanQuestion, signal: AbortSignal): Promise<string | undefined> {
    const id = this.#ids.uuid();
    return new Promise(resolve => {
      const end = (text: string | undefined) => {
        signal.removeEventListener('abort', onAbort);
        if (!this.#waiting.delete(id)) return;
        this.changed.emit();
        resolve(text);
      };
      const onAbort = () => end(undefined);
      const untilMs = this.#clock.monotonicMs() + question.timeoutMs;
      this.#waiting.set(id, { question, sessionId, untilMs, answer: end });
      signal.addEventListener('abort', onAbort);
      if (signal.aborted) end(undefined);
      else this.changed.emit();
    });
  }

  answer(id: string, text: string): Result<Record<string, never>, 'no-such-question'> {
    const waiting = this.#waiting.get(id);
    if (!waiting)
      return fail('no-such-question', 'This question is not open any more: its time was over, or the call ended.');
    waiting.answer(text);
    return ok({});
  }
}
