/** Jobs that run one after another, in the order they were given: the next begins when the one before says it is done. */
export type Job = (done: () => void) => void;

export class InOrder {
  readonly #waiting: Job[] = [];
  #isRunning = false;

  add(job: Job): void {
    this.#waiting.push(job);
    if (!this.#isRunning) this.#next();
  }

  #next(): void {
    const job = this.#waiting.shift();
    this.#isRunning = job !== undefined;
    job?.(() => this.#next());
  }
}
