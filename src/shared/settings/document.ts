/** The text of settings.json as a tree: changed at one place, it keeps all that the console does not know. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };
/** `['profiles', 0, 'realtime', 'voice']`; empty: the whole document. */
export type DocumentPath = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where something is, as messages write it: `profiles.0.realtime.voice`. */
export function pathWords(path: DocumentPath): string {
  return path.join('.') || 'the top';
}

/**
 * The document with `value` at `path`; undefined takes away what is there (of a list, the item). Objects on the way are
 * made where there are none, and those that this leaves empty go too. The document that was given stays as it was.
 */
export function changed(document: JsonObject, path: DocumentPath, value: JsonValue | undefined): JsonObject {
  const next = at(document, path, value);
  return isObject(next) ? next : {};
}

function at(before: JsonValue | undefined, path: DocumentPath, value: JsonValue | undefined): JsonValue | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const items = Array.isArray(before) ? [...before] : [];
    const item = at(items[key], rest, value);
    if (item === undefined) items.splice(key, 1);
    else items[Math.min(key, items.length)] = item;
    return items;
  }
  const fields = Object.entries(isObject(before) ? before : {});
  const old = fields.find(([name]) => name === key);
  const field = at(old?.[1], rest, value);
  const kept = fields.filter(([name]) => name !== key || field !== undefined);
  // The place in the file stays: whoever reads it finds things where they were.
  if (field !== undefined && old) kept[fields.indexOf(old)] = [key, field];
  else if (field !== undefined) kept.push([key, field]);
  return kept.length === 0 && field === undefined ? undefined : Object.fromEntries(kept);
}
