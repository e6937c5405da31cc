/** A JSON object that came over a wire and that nobody has checked, read tolerantly: what is not there is `undefined`. */
import { isTooDeep } from './json-depth.ts';

export type Json = { readonly [key: string]: unknown };

/** The object that a text holds; undefined where it is no JSON, no object, or nested deeper than any message. */
export function objectOf(text: string): Json | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Not JSON: it was noted when it came, and the log shows it as it is.
    return undefined;
  }
}

export function textAt(value: Json, key: string): string | undefined {
  const found = value[key];
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(value: Json, key: string): number | undefined {
  const found = value[key];
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

export function objectAt(value: Json, key: string): Json | undefined {
  const found = value[key];
  return isObject(found) ? found : undefined;
}

export function objectsAt(value: Json, key: string): readonly Json[] {
  const found = value[key];
  return Array.isArray(found) ? found.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
