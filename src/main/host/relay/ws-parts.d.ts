/** What ws exports beside its sockets, and its published types leave out (ws 8: lib/receiver.js, lib/permessage-deflate.js). */
import type { Writable } from 'node:stream';

declare module 'ws' {
  export class PerMessageDeflate {
    static readonly extensionName: string;
    constructor(options: { isServer: boolean; maxPayload: number });
    accept(configurations: readonly Record<string, unknown>[]): Record<string, unknown>;
    cleanup(): void;
  }

  export class Receiver extends Writable {
    constructor(options: {
      isServer: boolean;
      extensions: Record<string, PerMessageDeflate>;
      maxPayload: number;
      allowSynchronousEvents: boolean;
      skipUTF8Validation: boolean;
    });
  }
}
