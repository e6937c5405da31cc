/** A tunnel for tests: TLS on a loopback port, as a service on the internet would terminate it, forwarded as it comes. */
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { ok } from '../../../../shared/lib/result.ts';
import type { TunnelProblem } from '../../../../shared/tunnel/tunnel-state.ts';
import type { Certificate } from '../../testing/certificate.ts';
import type { TunnelDriver } from '../tunnel-driver.ts';

export class TlsForwarder implements TunnelDriver {
  readonly name = 'TLS forwarder';
  /** What the next tries to open fail with. */
  readonly failures: { problem: TunnelProblem; final: boolean }[] = [];
  opened = 0;
  closed = 0;
  /** The way in that is open breaks down. */
  lose: (problem: TunnelProblem) => void = () => undefined;
  readonly #certificate: Certificate;

  constructor(certificate: Certificate) {
    this.#certificate = certificate;
  }

  open: TunnelDriver['open'] = async (port, _options, onLost) => {
    const failure = this.failures.shift();
    if (failure) return { ok: false, ...failure };
    const sockets = new Set<Socket>();
    const server = createServer(this.#certificate, outside => {
      const inside = connect({ host: '127.0.0.1', port });
      for (const socket of [outside, inside]) {
        sockets.add(socket);
        socket.on('error', () => socket.destroy());
      }
      outside.pipe(inside).pipe(outside);
      outside.on('close', () => inside.destroy());
      inside.on('close', () => outside.destroy());
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    this.opened += 1;
    this.lose = onLost;
    return ok({
      url: `wss://localhost:${(server.address() as AddressInfo).port}/`,
      close: async () => {
        this.closed += 1;
        for (const socket of sockets) socket.destroy();
        await new Promise<void>(resolve => {
          server.close(() => resolve());
        });
      },
    });
  };
}
