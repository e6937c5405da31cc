/** A client for tests of the AudioHook server that sends just what it is told to, right or wrong, and waits for answers. */
import { WebSocket } from 'ws';
import { type RequestIds, requestHeaders } from '../genesys-client/sign-request.ts';
import type { Credentials } from '../settings/credentials.ts';
import { systemIds } from '../system.ts';

export type RawMessage = { type: string; seq: number; id: string; parameters: Record<string, unknown> };

export class RawCaller {
  readonly ids: RequestIds;
  readonly socket: WebSocket;
  readonly upgradeHeaders: Record<string, string>;
  readonly frames: Buffer[] = [];
  readonly messages: (RawMessage & Record<string, unknown>)[] = [];
  seq = 0;
  closeCode: number | undefined;
  status: number | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(url: string, credentials: Credentials | undefined, headers: Record<string, string> = {}) {
    this.ids = { organizationId: systemIds.uuid(), sessionId: systemIds.uuid(), correlationId: systemIds.uuid() };
    const signed = requestHeaders({
      url: new URL(url),
      ids: this.ids,
      credentials,
      nonce: systemIds.uuid(),
      createdS: Math.floor(Date.now() / 1000),
    });
    this.upgradeHeaders = { ...signed, ...headers };
    this.socket = new WebSocket(url, { headers: this.upgradeHeaders });
    this.socket.on('open', () => this.#tell());
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.frames.push(data);
      else this.messages.push(JSON.parse(data.toString()));
      this.#tell();
    });
    this.socket.on('unexpected-response', (request, response) => {
      this.status = response.statusCode;
      request.destroy();
      this.#tell();
    });
    this.socket.on('error', () => this.#tell());
    this.socket.on('close', code => {
      this.closeCode = code;
      this.#tell();
    });
  }

  /** Resolves with the first value that is not undefined; looks again whenever anything has come. */
  until<T>(look: () => T | undefined): Promise<T> {
    return new Promise(resolve => {
      const check = () => {
        const found = look();
        if (found === undefined) return;
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }

  opened(): Promise<true> {
    return this.until(() => (this.socket.readyState === WebSocket.OPEN ? true : undefined));
  }

  /** The next message of a type that was not asked for before. */
  message(type: string, nth = 1): Promise<RawMessage & Record<string, unknown>> {
    return this.until(() => this.messages.filter(message => message.type === type)[nth - 1]);
  }

  closed(): Promise<number> {
    return this.until(() => this.closeCode);
  }

  send(type: string, parameters: object = {}, change: object = {}): void {
    this.seq += 1;
    const envelope = {
      version: '2',
      type,
      id: this.ids.sessionId,
      seq: this.seq,
      serverseq: this.messages.length,
      position: 'PT0.0S',
      parameters,
    };
    this.socket.send(JSON.stringify({ ...envelope, ...change }));
  }

  open(change: object = {}): void {
    this.send('open', {
      organizationId: this.ids.organizationId,
      conversationId: systemIds.uuid(),
      participant: { id: systemIds.uuid(), ani: 'tel:+15550100001', aniName: '', dnis: '' },
      media: [{ type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 }],
      ...change,
    });
  }

  /** `close`, `closed`, and TCP closed by the client, as it should be. */
  async hangUp(): Promise<void> {
    this.send('close', { reason: 'end' });
    await this.message('closed');
    this.socket.close(1000);
    await this.closed();
  }

  #tell(): void {
    for (const check of [...this.#waiting]) check();
  }
}
