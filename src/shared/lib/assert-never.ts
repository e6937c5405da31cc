/**
 * Ends an exhaustive switch: a new member of the union is a compile error here.
 * @throws when a value that the types rule out arrives all the same.
 */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
