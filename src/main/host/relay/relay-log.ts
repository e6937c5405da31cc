/** What a relayed connection is told to, in order; one for each kind of wire. */
import type { Side } from '../../../shared/relay/judgement.ts';
import type { HttpHead } from './http-head.ts';

export interface RelayLog {
  /** The request, as it came; `sent`: as it goes on; `to`: where. */
  request(came: HttpHead, sent: HttpHead, to: string): void;
  /** Their server's answer. 101 opens the wires; anything else is a refusal, passed on as it came. */
  answer(status: number, head: HttpHead, afterMs: number): void;
  text(from: Side, text: string, bytes: number): void;
  binary(from: Side, data: Buffer): void;
  /** A WebSocket ping or pong, not the protocol's own. */
  control(from: Side, what: 'ping' | 'pong', bytes: number): void;
  close(from: Side, code: number, reason: string): void;
  /** From here on this direction goes past unrecorded, and why. */
  deaf(from: Side, why: string): void;
  /** One side of the TCP connection ended: in order, or with an error. */
  ended(side: Side, error: Error | undefined): void;
  /** Their server could not be reached, or what came was no request. The client was answered with `status`. */
  failed(status: number, why: string): void;
  /** Both sides are gone; what is appended later is lost. */
  done(): Promise<void>;
}
