/** A loopback port in front of the server that counts what goes through: no tunnel tells how much that was. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { TunnelTraffic } from '../../../shared/tunnel/tunnel-state.ts';

export class CountingRelay {
  readonly changed = new Emitter<void>();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #traffic: TunnelTraffic = { connections: 0, bytesIn: 0, bytesOut: 0 };

  /** @param target where the server listens now; undefined: nowhere */
  constructor(target: () => { host: string; port: number } | undefined) {
    this.#server = createServer(outside => this.#relay(outside, target()));
  }

  get traffic(): TunnelTraffic {
    return this.#traffic;
  }

  /** Listens on loopback. @returns the port */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      // Once it listens, what fails is one connection that could not be taken (no more files, say): the next may be.
      this.#server.on('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async dispose(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>(resolve => {
      this.#server.close(() => resolve());
    });
  }

  #relay(outside: Socket, target: { host: string; port: number } | undefined): void {
    this.#hold(outside);
    if (!target) {
      outside.destroy();
      return;
    }
    this.#count({ connections: 1 });
    const inside = connect(target);
    this.#hold(inside);
    outside.on('data', (data: Buffer) => this.#count({ bytesIn: data.length }));
    inside.on('data', (data: Buffer) => this.#count({ bytesOut: data.length }));
    outside.pipe(inside);
    inside.pipe(outside);
    // One half that is gone takes the other with it: a call must not hang in between.
    outside.on('close', () => inside.destroy());
    inside.on('close', () => outside.destroy());
  }

  #hold(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  }

  #count(more: Partial<TunnelTraffic>): void {
    const { connections, bytesIn, bytesOut } = this.#traffic;
    this.#traffic = {
      connections: connections + (more.connections ?? 0),
      bytesIn: bytesIn + (more.bytesIn ?? 0),
      bytesOut: bytesOut + (more.bytesOut ?? 0),
    };
    this.changed.emit();
  }
}
