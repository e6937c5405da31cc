/** What opens a way in from outside. The console knows ngrok; tests have one of their own. */
import type { Result } from '../../../shared/lib/result.ts';
import type { TunnelProblem } from '../../../shared/tunnel/tunnel-state.ts';

export type TunnelOptions = {
  /** A domain of the account; undefined: the one that it gives. */
  domain?: string | undefined;
  /** Where to connect to the service: `eu`, `us`; undefined: the nearest. */
  region?: string | undefined;
};

export type OpenTunnel = {
  /** Public address, wss://. */
  readonly url: string;
  close(): Promise<void>;
};

export interface TunnelDriver {
  /** As people call it: ngrok. */
  readonly name: string;
  /**
   * Lets connections from outside come to `port` of this machine. `final: false` in a failure: another try may fare better.
   * @param onLost the way in is gone, and the driver does not bring it back itself
   */
  open(
    port: number,
    options: TunnelOptions,
    onLost: (problem: TunnelProblem) => void,
  ): Promise<Result<OpenTunnel, never> | { ok: false; problem: TunnelProblem; final: boolean }>;
}
