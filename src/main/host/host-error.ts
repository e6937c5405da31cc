/** The console cannot start; the message is one sentence for the user. */
export class HostError extends Error {
  override readonly name = 'HostError';
  /** `usage`: it was asked for something that cannot be. */
  readonly kind: 'usage' | 'cannot-run';

  constructor(message: string, kind: HostError['kind'] = 'cannot-run') {
    super(message);
    this.kind = kind;
  }
}
