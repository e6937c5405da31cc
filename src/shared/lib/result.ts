/**
 * Expected failure as a value. `code` comes from a closed set; `message` is one sentence for the user that says what
 * happened, where, and what to do next, and holds neither a payload nor a secret.
 */
export type Failure<Code extends string = string> = { readonly code: Code; readonly message: string };

export type Result<T, Code extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure<Code> };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function fail<Code extends string>(
  code: Code,
  message: string,
): { readonly ok: false; readonly error: Failure<Code> } {
  return { ok: false, error: { code, message } };
}
