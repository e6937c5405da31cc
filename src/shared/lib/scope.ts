/** What a scope can own: something to dispose, or a function that does it. */
export type Owned = { dispose(): void | Promise<void> } | (() => void | Promise<void>);

/**
 * A lifetime: whoever opens a socket, timer, file or listener hands its end to a scope.
 * `dispose` runs in reverse order, awaits each end, runs the rest when one fails, and may be called twice.
 */
export class Scope {
  #owned: Owned[] = [];
  #disposing: Promise<void> | undefined;

  /** True from the first call of `dispose` on. */
  get disposed(): boolean {
    return this.#disposing !== undefined;
  }

  /** Takes ownership. @throws when the scope has ended: what comes too late would never be closed. */
  own<T extends Owned>(owned: T): T {
    if (this.#disposing) throw new Error('This scope has ended and can own nothing more.');
    this.#owned.push(owned);
    return owned;
  }

  /** Ends everything, last opened first. @throws AggregateError when some ends failed; all were tried. */
  dispose(): Promise<void> {
    this.#disposing ??= this.#disposeAll();
    return this.#disposing;
  }

  async #disposeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const owned of this.#owned.reverse()) {
      try {
        await (typeof owned === 'function' ? owned() : owned.dispose());
      } catch (error) {
        failures.push(error);
      }
    }
    this.#owned = [];
    if (failures.length > 0) throw new AggregateError(failures, 'Some things could not be closed.');
  }
}
