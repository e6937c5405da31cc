/** A WebSocket client of the simulator, for its tests. */
import { WebSocket } from 'ws';
import { concatBytes } from '../../../../shared/lib/concat-bytes.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import { buildSessionUpdate } from '../../../../shared/realtime/session-update.ts';
import { DEFAULT_WISHES } from '../../../../shared/realtime/session-wishes.ts';

export type Message = Record<string, unknown> & { type: string };

/** A client that remembers what came, checks it, and waits for what is to come. */
export class SimulatorClient {
  readonly events: Message[] = [];
  closed: { code: number; reason: string } | undefined;
  readonly #ws: WebSocket;
  readonly #changed = new Emitter<void>();

  constructor(
    url: string,
    headers: Record<string, string> = { authorization: 'Bearer x' },
    model = 'gpt-realtime-2.1',
  ) {
    this.#ws = new WebSocket(`${url}/realtime?model=${model}`, { headers });
    this.#ws.on('message', data => {
      const event = JSON.parse(data.toString()) as Message;
      this.events.push(event);
      this.#changed.emit();
    });
    this.#ws.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#changed.emit();
    });
  }

  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise(resolve => {
      const stop = this.#changed.on(() => {
        if (!holds()) return;
        stop();
        resolve();
      });
    });
  }

  async next(type: string, count = 1): Promise<Message> {
    const found = (): Message[] => this.events.filter(event => event.type === type);
    await this.until(() => found().length >= count);
    return found()[count - 1] as Message;
  }

  send(event: Record<string, unknown>): void {
    this.#ws.send(JSON.stringify(event));
  }

  sendRaw(data: string | Buffer): void {
    this.#ws.send(data);
  }

  /** Asks for the session's usual settings and waits for the echo. */
  async ready(): Promise<this> {
    await this.next('session.created');
    this.send(buildSessionUpdate('cfg', DEFAULT_WISHES) as unknown as Record<string, unknown>);
    await this.next('session.updated');
    return this;
  }

  append(codes: Uint8Array, chunk = 1600): void {
    for (let at = 0; at < codes.length; at += chunk) {
      const audio = Buffer.from(codes.subarray(at, at + chunk)).toString('base64');
      this.send({ type: 'input_audio_buffer.append', audio });
    }
  }

  /** The audio of one response, put together. */
  audioOf(responseId: unknown): Uint8Array {
    const deltas = this.events.filter(
      event => event.type === 'response.output_audio.delta' && event.response_id === responseId,
    );
    return concatBytes(deltas.map(event => Buffer.from(String(event.delta), 'base64')));
  }

  types(): string[] {
    return this.events.map(event => event.type);
  }

  async error(event: Record<string, unknown>): Promise<Record<string, unknown>> {
    const count = this.events.filter(each => each.type === 'error').length;
    this.send(event);
    return (await this.next('error', count + 1)).error as Record<string, unknown>;
  }

  /** Nothing more can come of what was sent before: events are handled and answered in order. */
  async settled(): Promise<void> {
    await this.error({ type: 'no.such.event', event_id: `settled-${this.events.length}` });
  }

  close(): void {
    this.#ws.terminate();
  }
}
