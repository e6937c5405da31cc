/** Keeps count of what arrives at the server from outside, for whoever waits for Genesys Cloud. */
import type { Socket } from 'node:net';
import { callerOf, callerWords } from '../../../shared/audiohook/callers.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import {
  type Arrivals as AllArrivals,
  type ArrivalStep,
  NO_ARRIVALS,
  withArrival,
  withStranger,
} from '../../../shared/setup/arrivals.ts';
import type { FileRecorder } from '../capture/file-recorder.ts';

type Headers = Readonly<Record<string, string | undefined>>;

const audiohookIdOf = (headers: Headers) => headers['audiohook-session-id'] ?? '';

/** A connection that asks for nothing in this time is told all the same, ms. */
const SILENT_MS = 1_000;

export class Arrivals {
  readonly changed = new Emitter<void>();
  readonly #clock: Clock;
  /** Whether the console itself makes the call of this AudioHook session. */
  readonly isOwn: (audiohookId: string) => boolean;
  /** Connections of which it is not yet known whose they are, and what ends the wait. */
  readonly #unknown = new Map<Socket, () => void>();
  #all: AllArrivals = NO_ARRIVALS;

  constructor(clock: Clock, isOwn: (audiohookId: string) => boolean) {
    this.#clock = clock;
    this.isOwn = isOwn;
  }

  get all(): AllArrivals {
    return this.#all;
  }

  /** A TCP connection; whose it is shows when it asks for the upgrade. */
  connected(socket: Socket): void {
    const remote = socket.remoteAddress ?? '';
    const tell = () => {
      this.#unknown.delete(socket);
      this.#add('tcp', `from ${remote}, and no upgrade was asked for`);
    };
    this.#unknown.set(socket, this.#clock.after(SILENT_MS, tell));
  }

  /** It asks for the upgrade. */
  asked(socket: Socket, headers: Headers): void {
    this.#unknown.get(socket)?.();
    this.#unknown.delete(socket);
    if (this.isOwn(audiohookIdOf(headers))) {
      this.#all = { ...this.#all, ownCalls: this.#all.ownCalls + 1 };
      this.changed.emit();
    } else if (callerOf(headers) !== 'fake') this.#add('tcp', `from ${socket.remoteAddress ?? ''}`);
  }

  /** @param sessionId the session that keeps it */
  refused(headers: Headers, remote: string, why: string, sessionId: string): void {
    if (this.isOwn(audiohookIdOf(headers))) return;
    const caller = callerOf(headers);
    const who = callerWords(headers, remote);
    if (caller === 'fake') this.#stranger(`${who}, refused`, sessionId);
    else this.#add('refused', caller === 'genesys' ? why : `${why} It was ${who}.`, sessionId);
  }

  /** An accepted upgrade; what follows is read from the session itself. */
  session(recorder: FileRecorder, headers: Headers, remote: string, connectorId: string, signed: boolean): void {
    if (this.isOwn(audiohookIdOf(headers))) return;
    const who = callerWords(headers, remote);
    if (callerOf(headers) !== 'genesys') {
      this.#stranger(who, recorder.id);
      return;
    }
    const id = connectorId === '' ? 'no Connector ID' : `Connector ID ${connectorId}`;
    this.#add('upgrade', `${id}, ${signed ? 'signed' : 'not signed'}, by ${who}`, recorder.id);
    const seen = new Set<ArrivalStep>();
    recorder.appended.on(event => {
      const step = stepOf(event);
      if (step === undefined || seen.has(step)) return;
      seen.add(step);
      this.#add(step, id, recorder.id);
    });
  }

  dispose(): void {
    for (const cancel of this.#unknown.values()) cancel();
    this.#unknown.clear();
  }

  #stranger(who: string, sessionId: string): void {
    const now = { who, atMs: this.#clock.wallMs(), sessionId };
    this.#all = { ...this.#all, strangers: withStranger(this.#all.strangers, now) };
    this.changed.emit();
  }

  #add(step: ArrivalStep, detail: string, sessionId?: string): void {
    const now = { step, atMs: this.#clock.wallMs(), detail, ...(sessionId === undefined ? {} : { sessionId }) };
    this.#all = { ...this.#all, steps: withArrival(this.#all.steps, now) };
    this.changed.emit();
  }
}

/** The step that an event of a session of the server shows; undefined: none. */
function stepOf(event: SessionEvent): ArrivalStep | undefined {
  if (event.type === 'note' && event.code === 'probe') return 'probe';
  if (event.leg !== 'genesys') return undefined;
  if (event.type === 'audio') return event.direction === 'in' ? 'audio-in' : 'audio-out';
  // A probe is opened without media.
  if (event.type === 'message' && event.direction === 'out' && /"type":"opened"/.test(event.text)) {
    return /"media":\[\]/.test(event.text) ? undefined : 'call';
  }
  return undefined;
}
