/** What the parts of a simulated session share: the way out, ids, and timers that end with the session. */
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { type IdPrefix, serverCallId, serverId } from './server-ids.ts';

export interface WireEnds {
  readonly clock: Clock;
  readonly ids: Ids;
  /** Sends one frame. */
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Breaks the connection off. */
  drop(): void;
}

export class SessionWire {
  readonly #ends: WireEnds;
  readonly #timers = new Set<() => void>();
  #isOver = false;

  constructor(ends: WireEnds) {
    this.#ends = ends;
  }

  /** Returns nothing, so that handlers can end with it. */
  emit(type: string, fields: Record<string, unknown>): undefined {
    this.raw(JSON.stringify({ type, event_id: this.id('event'), ...fields }));
  }

  raw(text: string): void {
    if (!this.#isOver) this.#ends.send(text);
  }

  close(code: number, reason: string): void {
    this.dispose();
    this.#ends.close(code, reason);
  }

  drop(): void {
    this.dispose();
    this.#ends.drop();
  }

  id(prefix: IdPrefix): string {
    return serverId(this.#ends.ids, prefix);
  }

  callId(): string {
    return serverCallId(this.#ends.ids);
  }

  get nowSeconds(): number {
    return Math.floor(this.#ends.clock.wallMs() / 1000);
  }

  /** @returns what cancels it */
  after(delayMs: number, action: () => void): () => void {
    if (this.#isOver) return () => undefined;
    const cancel = this.#ends.clock.after(delayMs, () => {
      this.#timers.delete(cancel);
      action();
    });
    this.#timers.add(cancel);
    return () => {
      this.#timers.delete(cancel);
      cancel();
    };
  }

  /** Nothing more is sent, and no timer runs. */
  dispose(): void {
    this.#isOver = true;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }
}
