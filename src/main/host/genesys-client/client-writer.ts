/**
 * The one writer of a connection's messages: it numbers each at the moment of writing, says where the caller's audio
 * stands, and lets a fault make something else of it.
 */
import { PCMU_BYTES_PER_MS, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { durationOfMs, durationOfSamples } from '../../../shared/audiohook/duration.ts';
import type { ClientBody } from '../../../shared/audiohook/messages.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';
import type { ActiveFault, NumberedMessage } from './active-fault.ts';
import type { CallSocket } from './call-socket.ts';
import type { CallerLine, Pause } from './caller-line.ts';

export type ClientWriterOptions = {
  sessionId: string;
  socket: CallSocket;
  line: CallerLine;
  recorder: SessionRecorder;
  fault: ActiveFault;
  /** The highest seq that the server has sent. */
  serverSeq(): number;
  /** A ping was written, with this number. */
  onPing(seq: number): void;
};

export class ClientWriter {
  /** The pause that ended last: `resumed` says where it began and what it skipped. */
  pause: Pause = { start: 0, samples: 0 };
  readonly #options: ClientWriterOptions;
  #seq = 0;

  constructor(options: ClientWriterOptions) {
    this.#options = options;
  }

  /** The highest seq that was written. */
  get seq(): number {
    return this.#seq;
  }

  write(body: ClientBody): void {
    const { socket, recorder, fault, sessionId, line } = this.#options;
    if (!socket.isOpen) {
      const text = `${body.type} could not be sent: there is no connection to write to.`;
      recorder.append({ leg: 'console', type: 'note', code: 'not-sent', level: 'info', text });
      return;
    }
    const message: NumberedMessage = {
      version: '2',
      type: body.type,
      id: sessionId,
      seq: this.#seq + 1,
      serverseq: this.#options.serverSeq(),
      position: durationOfSamples(line.position, PCMU_RATE_HZ),
      parameters: this.#parametersOf(body),
    };
    for (const written of fault.write?.(message) ?? [message]) {
      if (written instanceof Uint8Array) this.#writeAudio(written);
      else this.#writeText(written, message.seq);
    }
  }

  #writeText(written: NumberedMessage | string, seq: number): void {
    const { socket, recorder } = this.#options;
    const text = typeof written === 'string' ? written : JSON.stringify(written);
    recorder.append({ leg: 'genesys', type: 'message', direction: 'out', text, bytes: Buffer.byteLength(text) });
    socket.send(text);
    this.#seq = typeof written === 'string' ? seq : Math.max(this.#seq, written.seq);
    if (typeof written !== 'string' && written.type === 'ping') this.#options.onPing(written.seq);
  }

  #writeAudio(audio: Uint8Array): void {
    const { socket, recorder } = this.#options;
    recorder.append({ leg: 'genesys', type: 'audio', direction: 'out', ...recorder.appendAudio('caller', audio) });
    socket.send(audio);
  }

  /** The machine does not count samples: where a pause began and what it skipped is filled in here. */
  #parametersOf(body: ClientBody): ClientBody['parameters'] {
    if (body.type !== 'resumed') return body.parameters;
    return {
      start: durationOfSamples(this.pause.start, PCMU_RATE_HZ),
      discarded: durationOfMs(this.pause.samples / PCMU_BYTES_PER_MS),
    };
  }
}
