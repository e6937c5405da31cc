/** Events for tests of what is folded from them, told in a line each; numbers and frames of 200 ms are given by the teller. */
import type { NewSessionEvent, SessionEvent } from '../../events/session-event.ts';

/** Bytes of 200 ms of PCMU. */
export const FRAME_BYTES = 1600;

export class ToldEvents {
  readonly events: SessionEvent[] = [];
  #callerBytes = 0;
  #deltaBytes = 0;
  #frameBytes = 0;

  model(atMs: number, type: string, more: object = {}, direction: 'in' | 'out' = 'in'): this {
    const text = JSON.stringify({ type, ...more });
    return this.add(atMs, { leg: 'bot', type: 'message', direction, text, bytes: text.length });
  }

  genesys(
    atMs: number,
    type: string,
    parameters: object = {},
    more: object = {},
    direction: 'in' | 'out' = 'in',
  ): this {
    const text = JSON.stringify({ type, parameters, ...more });
    return this.add(atMs, { leg: 'genesys', type: 'message', direction, text, bytes: text.length });
  }

  /** A frame of the caller. */
  caller(atMs: number): this {
    const offset = this.#callerBytes;
    this.#callerBytes += FRAME_BYTES;
    return this.add(atMs, {
      ...{ leg: 'genesys', type: 'audio', direction: 'in' },
      ...{ track: 'caller', offset, bytes: FRAME_BYTES },
    });
  }

  /** `frames` of 200 ms that the model generated for a response. */
  delta(atMs: number, responseId: string, frames = 1, track = 'bot'): this {
    const offset = this.#deltaBytes;
    this.#deltaBytes += frames * FRAME_BYTES;
    const delta = { $audio: { track, offset, bytes: frames * FRAME_BYTES } };
    return this.model(atMs, 'response.output_audio.delta', { response_id: responseId, delta });
  }

  /** The next frame of what was generated goes to Genesys. */
  frame(atMs: number): this {
    const offset = this.#frameBytes;
    this.#frameBytes += FRAME_BYTES;
    return this.add(atMs, {
      ...{ leg: 'genesys', type: 'audio', direction: 'out' },
      ...{ track: 'bot', offset, bytes: FRAME_BYTES },
    });
  }

  /** What was generated and not sent never will be. */
  drop(): this {
    this.#frameBytes = this.#deltaBytes;
    return this;
  }

  /** Any other event. */
  add(atMs: number, event: NewSessionEvent): this {
    this.events.push({ ...event, n: this.events.length, atMs } as SessionEvent);
    return this;
  }
}

/** A model's session that waits 500 ms for the caller to go on. */
export const SESSION = {
  session: { audio: { input: { turn_detection: { type: 'server_vad', silence_duration_ms: 500 } } } },
};
