/** Chance, handed in. Production code gets the system's; tests get counters. */
export interface Ids {
  /** A random (version 4) UUID. */
  uuid(): string;
  /** `length` random bytes, fit for secrets and nonces. */
  bytes(length: number): Uint8Array;
}
