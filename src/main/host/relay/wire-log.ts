/** What is alike in the log of every relayed wire: the connection's life as events of a session, secrets masked. */
import type { Direction, Leg, NewSessionEvent } from '../../../shared/events/session-event.ts';
import { maskHeaders, maskTarget } from '../../../shared/redaction/mask.ts';
import { type Judgement, Restraint, type Side } from '../../../shared/relay/judgement.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';
import { type HttpHead, headersByName } from './http-head.ts';
import type { RelayLog } from './relay-log.ts';

/** Headers that prove who somebody is: their values must appear nowhere. */
const PROOFS = ['x-api-key', 'signature', 'authorization', 'api-key', 'cookie'];

/** A browser cannot set a header: OpenAI takes its key as a subprotocol. */
const SUBPROTOCOL_KEY = /openai-insecure-api-key\.([^\s,]+)/;

/** Of a connection that ended without a close frame (RFC 6455, section 7.1.5). */
const NO_CLOSE_FRAME = 1006;

type ConnectionFields = Omit<Extract<NewSessionEvent, { type: 'connection' }>, 'leg' | 'type'>;

export abstract class WireLog implements RelayLog {
  protected readonly recorder: SessionRecorder;
  readonly #leg: Leg;
  /** The direction of what the connecting side sends, as the leg's own sessions have it. */
  readonly #clients: Direction;
  readonly #whose: Readonly<Record<Side, string>>;
  #came: HttpHead | undefined;
  #outcome: string | undefined;
  #upgraded = false;
  /** One side has ended the connection; what the other does then is its answer. */
  #firstGone = false;
  /** Sides that are not heard any more. */
  readonly #deaf = new Set<Side>();
  readonly #restraint = new Restraint();
  /** What is heard later (packed messages are read with a delay) is lost, as the session is closed. */
  #over = false;

  protected constructor(
    recorder: SessionRecorder,
    wire: { leg: Leg; clients: Direction; client: string; server: string },
  ) {
    this.recorder = recorder;
    this.#leg = wire.leg;
    this.#clients = wire.clients;
    this.#whose = { client: wire.client, server: wire.server };
  }

  request(came: HttpHead, sent: HttpHead, to: string): void {
    const headers = headersByName(came);
    for (const name of PROOFS) if (headers[name]) this.recorder.hideSecret(name, headers[name]);
    const [, key] = SUBPROTOCOL_KEY.exec(headers['sec-websocket-protocol'] ?? '') ?? [];
    if (key) this.recorder.hideSecret('subprotocol-key', key);
    this.#came = came;
    const [, target = ''] = sent.start.split(' ');
    const changed = namesThatDiffer(headers, headersByName(sent));
    const text = `Relayed to ${to}${maskTarget(target)}; ${changed.length === 0 ? 'every header as it came' : `changed on the way: ${changed.join(', ')}`}.`;
    this.note('relayed', 'info', text, { to: `${to}${maskTarget(target)}`, changed });
  }

  answer(status: number, head: HttpHead, afterMs: number): void {
    this.#upgraded = status === 101;
    this.#upgrade(status);
    const text = `${this.#whose.server} answered the upgrade with ${head.start.split(' ').slice(1).join(' ')} after ${Math.round(afterMs)} ms.`;
    this.note('relay-answer', status === 101 ? 'info' : 'problem', text, {
      status,
      afterMs,
      headers: maskHeaders(headersByName(head)),
    });
    if (status === 101) return;
    this.recorder.update({ kind: 'refused' });
    this.#outcome ??= `refused with ${status} by ${this.#whose.server}`;
  }

  abstract text(from: Side, text: string, bytes: number): void;
  abstract binary(from: Side, data: Buffer): void;

  control(from: Side, what: 'ping' | 'pong', bytes: number): void {
    this.note('websocket-control', 'info', `WebSocket ${what} from ${this.#whose[from]}, ${bytes} bytes.`, {
      from,
      what,
    });
  }

  close(from: Side, code: number, reason: string): void {
    this.#connection({ phase: 'close', direction: this.directionOf(from), code, reason });
    this.#outcome ??= this.#ended(`closed by ${this.#whose[from]} (code ${code})`);
    this.#gone(from, reason, code);
  }

  deaf(from: Side, why: string): void {
    const text = `From here on what ${this.#whose[from]} sends goes past unrecorded: ${why}.`;
    this.note('relay-deaf', 'problem', text, { from });
    this.#deaf.add(from);
  }

  ended(side: Side, error: Error | undefined): void {
    const direction = this.directionOf(side);
    if (error) {
      this.#connection({ phase: 'error', direction, reason: error.message });
      this.#outcome ??= `connection lost by ${this.#whose[side]}: ${error.message}`;
    }
    if (!this.#upgraded || this.#firstGone) return;
    if (this.#deaf.has(side)) {
      this.#firstGone = true;
      this.#outcome ??= `ended by ${this.#whose[side]}: how, went past unrecorded`;
      return;
    }
    const how = error ? error.message : 'without a close frame';
    this.#connection({ phase: 'close', direction, code: NO_CLOSE_FRAME, reason: how });
    this.#outcome ??= this.#ended(`ended by ${this.#whose[side]} without a close frame`);
    this.#gone(side, how, NO_CLOSE_FRAME);
  }

  failed(status: number, why: string): void {
    this.#upgrade(status);
    this.note('relay-failed', 'problem', `The relay answered ${status} itself: ${why}`, { status });
    this.recorder.update({ kind: 'refused' });
    this.#outcome ??= why;
  }

  async done(): Promise<void> {
    const { untold } = this.#restraint;
    const more = Object.entries(untold).map(([kind, count]) => `${kind}: ${count} more`);
    if (more.length > 0) this.note('rules-untold', 'info', `Not noted one by one: ${more.join('; ')}.`, untold);
    this.#over = true;
    await this.recorder.close(
      this.#outcome ?? (this.#upgraded ? 'ended without a close frame' : 'ended before the upgrade'),
    );
  }

  protected directionOf(side: Side): Direction {
    const other = this.#clients === 'in' ? 'out' : 'in';
    return side === 'client' ? this.#clients : other;
  }

  protected get over(): boolean {
    return this.#over;
  }

  protected append(event: NewSessionEvent): void {
    if (!this.#over) this.recorder.append(event);
  }

  protected note(
    code: string,
    level: 'info' | 'warning' | 'problem',
    text: string,
    data?: Record<string, unknown>,
  ): void {
    this.append({ leg: 'console', type: 'note', code, level, text, ...(data ? { data } : {}) });
  }

  /**
   * Rules that were broken on the wire; of one rule the first times. None once a side is not heard any more: what the
   * other does may be the answer to what went past.
   */
  protected judged(judgements: readonly Judgement[]): void {
    if (this.#deaf.size > 0) return;
    for (const judgement of judgements) {
      const { about, rule, level, text, data } = judgement;
      if (this.#restraint.tells(judgement)) this.note(rule, level, text, { about, ...data });
    }
  }

  /** One side ended the connection first: `how` in words, may be empty; `code` of RFC 6455. */
  protected abstract gone(side: Side, how: string, code: number): void;

  /** What a message of the wire had said of why it ends; empty where that is nothing but an end. */
  protected get why(): string {
    return '';
  }

  #ended(how: string): string {
    return this.why === '' ? how : `${how}: ${this.why}`;
  }

  #gone(side: Side, how: string, code: number): void {
    if (this.#firstGone) return;
    this.#firstGone = true;
    this.gone(side, how, code);
  }

  #upgrade(status: number): void {
    const [method = '', target = ''] = this.#came?.start.split(' ') ?? [];
    const headers = this.#came ? maskHeaders(headersByName(this.#came)) : {};
    const direction = this.#clients;
    this.#connection({ phase: 'upgrade', direction, method, target: maskTarget(target), headers, status });
  }

  #connection(fields: ConnectionFields): void {
    this.append({ leg: this.#leg, type: 'connection', ...fields });
  }
}

function namesThatDiffer(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(name => a[name] !== b[name]);
}
