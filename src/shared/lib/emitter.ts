/** One typed stream of announcements inside the process. Listeners run in order of subscription. */
export class Emitter<T> {
  readonly #listeners = new Set<(item: T) => void>();

  /** Subscribes; the returned function unsubscribes. */
  on(listener: (item: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(item: T): void {
    for (const listener of [...this.#listeners]) listener(item);
  }

  /** How many listen: what nobody hears need not be worked out. */
  get size(): number {
    return this.#listeners.size;
  }
}
