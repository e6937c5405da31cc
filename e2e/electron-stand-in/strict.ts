/** The stand-in knows what the product uses and nothing more: any other use must fail loudly, not pass quietly. */

/** Throws on every property that `known` does not have. */
export function strict<T extends object>(name: string, known: T): T {
  return new Proxy(known, {
    get(target, key, receiver) {
      // `then` is asked of everything that is awaited or returned from an async function.
      if (typeof key === 'symbol' || key === 'then' || Reflect.has(target, key))
        return Reflect.get(target, key, receiver);
      throw new Error(`The stand-in does not know Electron's ${name}.${key}.`);
    },
    set(_target, key) {
      throw new Error(`The stand-in does not know that ${name}.${String(key)} can be set.`);
    },
  });
}

/** Throws on options that the stand-in would silently ignore. */
export function onlyKnown(what: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).filter(key => !known.includes(key));
  if (unknown.length > 0) throw new Error(`The stand-in does not know ${what}: ${unknown.join(', ')}.`);
}
