/** Electron's kind of emitter: names that the stand-in never emits are refused, and an event can be prevented. */
type Listener = (...args: never[]) => void;

export class Events {
  readonly #owner: string;
  readonly #listeners: Map<string, { listener: Listener; once: boolean }[]>;

  /** @param names every event that the stand-in emits: waiting for another one would wait forever */
  constructor(owner: string, names: readonly string[]) {
    this.#owner = owner;
    this.#listeners = new Map(names.map(name => [name, []]));
  }

  add(name: string, listener: Listener, once = false): void {
    const listeners = this.#listeners.get(name);
    if (!listeners) throw new Error(`The stand-in never emits "${name}" of ${this.#owner}.`);
    listeners.push({ listener, once });
  }

  emit(name: string, ...args: unknown[]): void {
    const listeners = this.#listeners.get(name);
    if (!listeners) throw new Error(`The stand-in does not list "${name}" of ${this.#owner}.`);
    for (const entry of [...listeners]) {
      if (entry.once) listeners.splice(listeners.indexOf(entry), 1);
      (entry.listener as (...args: unknown[]) => void)(...args);
    }
  }

  /** Emits an event that listeners may prevent. @returns true when one did */
  emitPreventable(name: string, details: object = {}, ...args: unknown[]): boolean {
    let prevented = false;
    const event = {
      ...details,
      preventDefault: () => {
        prevented = true;
      },
      get defaultPrevented() {
        return prevented;
      },
    };
    this.emit(name, event, ...args);
    return prevented;
  }
}
