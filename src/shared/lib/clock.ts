/** Time, handed in. Production code gets the system's; tests get one that they move by hand. */
export interface Clock {
  /** Milliseconds on a clock that never jumps; only differences mean something. Fractional. */
  monotonicMs(): number;
  /** Milliseconds since the Unix epoch: for what a person reads and for signatures, never for measuring. */
  wallMs(): number;
  /** Runs `action` once after `delayMs`; the returned function cancels it (and does nothing when it has run). */
  after(delayMs: number, action: () => void): () => void;
  /** Runs `action` every `periodMs`, corrected for drift by the host's timer; the returned function ends it. */
  every(periodMs: number, action: () => void): () => void;
}
