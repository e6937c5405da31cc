/**
 * Raw sockets of HTTP upgrades. From the `upgrade` event on they belong to nobody: node:http has let go of them, and ws
 * takes over only what it accepts. A peer that is refused and keeps its half open would hold a descriptor for ever, and
 * `server.close` would wait for it. So every such socket is held here until it is closed or accepted.
 */
import type { Duplex } from 'node:stream';
import type { Clock } from '../../../shared/lib/clock.ts';

/** How long a refused peer may take to read its answer. */
const REFUSED_MS = 2_000;

export class UpgradeSockets {
  readonly #clock: Clock;
  readonly #held = new Set<Duplex>();
  #disposed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Holds a socket. False, and the socket is destroyed, when the server is ending. */
  hold(socket: Duplex): boolean {
    if (this.#disposed) {
      socket.destroy();
      return false;
    }
    this.#held.add(socket);
    socket.once('close', () => this.#held.delete(socket));
    // A peer that resets must not end the process; `close` follows.
    socket.on('error', () => socket.destroy());
    return true;
  }

  /** ws has accepted the upgrade, and looks after the socket from now on. */
  accepted(socket: Duplex): void {
    this.#held.delete(socket);
  }

  /** Answers with an HTTP status after a delay, and closes the connection whatever the peer does. */
  refuse(socket: Duplex, status: string, delayMs = 0): void {
    const answer = () => {
      if (socket.destroyed) return;
      const cancel = this.#clock.after(REFUSED_MS, () => socket.destroy());
      socket.once('close', cancel);
      socket.once('finish', () => socket.destroy());
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    };
    if (delayMs === 0) answer();
    else socket.once('close', this.#clock.after(delayMs, answer));
  }

  /** Destroys what is held, and what comes later. */
  dispose(): void {
    this.#disposed = true;
    for (const socket of this.#held) socket.destroy();
  }
}
