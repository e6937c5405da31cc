/**
 * The one writer of a session's messages: it gives each its number at the moment of writing, so that nothing is ever
 * numbered and then dropped (AH-04), and keeps the rate (AH-18). What must not wait goes at once: `opened`, `pong`,
 * `disconnect`, `closed`. The rest waits for a token, of which some are kept back for pongs.
 */
import type { ServerBody } from '../../../shared/audiohook/messages.ts';
import { SendingBudget, type SendingRate } from '../../../shared/audiohook/sending-budget.ts';
import type { Clock } from '../../../shared/lib/clock.ts';

/** Tokens that only a message which must not wait may take. */
const KEPT_FOR_PONG = 2;
const URGENT: readonly ServerBody['type'][] = ['opened', 'pong', 'disconnect', 'closed'];
/** After these no message of the ones that wait makes sense, so they are sent before. */
const ENDING: readonly ServerBody['type'][] = ['disconnect', 'closed'];

export type MessageWriterOptions = {
  sessionId: string;
  clock: Clock;
  rate: SendingRate;
  /** The highest seq that the client has sent. */
  clientSeq(): number;
  /** Appends to the session and sends. */
  write(text: string): void;
};

export class MessageWriter {
  readonly #options: MessageWriterOptions;
  readonly #budget: SendingBudget;
  #waiting: ServerBody[] = [];
  #cancelWait: (() => void) | undefined;
  #seq = 0;

  constructor(options: MessageWriterOptions) {
    this.#options = options;
    this.#budget = new SendingBudget(options.rate);
  }

  /** The highest seq that was written. */
  get sentSeq(): number {
    return this.#seq;
  }

  send(body: ServerBody): void {
    if (!URGENT.includes(body.type)) {
      this.#waiting.push(body);
      this.#pump();
      return;
    }
    if (ENDING.includes(body.type)) this.#flush();
    this.#budget.spend(this.#options.clock.monotonicMs());
    this.#write(body);
  }

  /** Lets go of the timer; what waits is not sent any more. */
  end(): void {
    this.#waiting = [];
    this.#cancelWait?.();
  }

  #flush(): void {
    for (const body of this.#waiting.splice(0)) this.#write(body);
  }

  #pump(): void {
    if (this.#cancelWait) return;
    for (let body = this.#waiting[0]; body; body = this.#waiting[0]) {
      const token = this.#budget.take(this.#options.clock.monotonicMs(), KEPT_FOR_PONG);
      if (!token.taken) {
        this.#cancelWait = this.#options.clock.after(token.waitMs, () => {
          this.#cancelWait = undefined;
          this.#pump();
        });
        return;
      }
      this.#waiting.shift();
      this.#write(body);
    }
  }

  #write(body: ServerBody): void {
    this.#seq += 1;
    const { sessionId, clientSeq } = this.#options;
    const message = {
      version: '2',
      type: body.type,
      id: sessionId,
      seq: this.#seq,
      clientseq: clientSeq(),
      parameters: body.parameters,
    };
    this.#options.write(JSON.stringify(message));
  }
}
