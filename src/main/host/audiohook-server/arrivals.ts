/** Keeps count of what arrives at the server, for whoever waits for Genesys Cloud. */
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { type Arrivals as AllArrivals, type ArrivalStep, withArrival } from '../../../shared/setup/arrivals.ts';
import type { FileRecorder } from '../capture/file-recorder.ts';

export class Arrivals {
  readonly changed = new Emitter<void>();
  readonly #clock: Clock;
  #all: AllArrivals = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get all(): AllArrivals {
    return this.#all;
  }

  connected(remote: string): void {
    this.#add('tcp', `from ${remote}`);
  }

  refused(why: string): void {
    this.#add('refused', why);
  }

  /** An accepted upgrade; what follows is read from the session itself. */
  session(recorder: FileRecorder, { connectorId, signed }: { connectorId: string; signed: boolean }): void {
    const id = connectorId === '' ? 'no Connector ID' : `Connector ID ${connectorId}`;
    this.#add('upgrade', `${id}, ${signed ? 'signed' : 'not signed'}`, recorder.id);
    const seen = new Set<ArrivalStep>();
    recorder.appended.on(event => {
      const step = stepOf(event);
      if (step === undefined || seen.has(step)) return;
      seen.add(step);
      this.#add(step, id, recorder.id);
    });
  }

  #add(step: ArrivalStep, detail: string, sessionId?: string): void {
    this.#all = withArrival(this.#all, {
      ...{ step, atMs: this.#clock.wallMs(), detail },
      ...(sessionId === undefined ? {} : { sessionId }),
    });
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
