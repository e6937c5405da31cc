/** A message's JSON as lines of a tree, with the path of each, as JSONPath writes it. Pure. */

export type JsonLine = {
  readonly path: string;
  readonly depth: number;
  /** Name in the object around it; the index in an array; empty at the top. */
  readonly name: string;
  readonly value: unknown;
  /** An object or array that holds something. */
  readonly opens: boolean;
  /** How many values it holds. */
  readonly size: number;
};

/** More are not opened by themselves: sessions echo whole tool lists. */
const OPEN_DEPTH = 4;

/** The lines that show. `turned`: paths that a person opened or closed against the rule. */
export function jsonLines(value: unknown, turned: ReadonlySet<string>): JsonLine[] {
  const lines: JsonLine[] = [];
  const add = (inner: unknown, name: string, path: string, depth: number) => {
    const entries = entriesOf(inner);
    lines.push({ path, depth, name, value: inner, opens: entries.length > 0, size: entries.length });
    if (!isOpen(path, depth, turned)) return;
    for (const [key, child] of entries) add(child, key, pathTo(path, key, Array.isArray(inner)), depth + 1);
  };
  add(value, '', '$', 0);
  return lines;
}

export const isOpen = (path: string, depth: number, turned: ReadonlySet<string>) =>
  depth < OPEN_DEPTH !== turned.has(path);

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function pathTo(path: string, key: string, inArray: boolean): string {
  if (inArray) return `${path}[${key}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** Long enough to be nobody's word. */
const BASE64 = /^[A-Za-z0-9+/]{256,}={0,2}$/;
const MOST_CHARACTERS = 500;

/** A value on one line. Bytes in base64 are never printed: their number is. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') {
    if (BASE64.test(value)) return `«base64: ${Math.floor((value.length * 3) / 4)} bytes»`;
    if (value.length <= MOST_CHARACTERS) return JSON.stringify(value);
    return `${JSON.stringify(value.slice(0, MOST_CHARACTERS))}… ${value.length} characters`;
  }
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.length} ]`;
  if (typeof value === 'object' && value !== null) {
    const { length } = Object.keys(value);
    return length === 0 ? '{}' : `{ ${length} }`;
  }
  return String(value);
}

export type Difference = { readonly path: string; readonly before: unknown; readonly after: unknown };

/** Where two values differ: leaves only; `undefined` where one of them has nothing. */
export function jsonDifferences(before: unknown, after: unknown, path = '$'): Difference[] {
  if (Object.is(before, after)) return [];
  const nested = [before, after].every(value => typeof value === 'object' && value !== null);
  if (!nested || Array.isArray(before) !== Array.isArray(after)) return [{ path, before, after }];
  const [left, right] = [new Map(entriesOf(before)), new Map(entriesOf(after))];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap(key =>
    jsonDifferences(left.get(key), right.get(key), pathTo(path, key, Array.isArray(before))),
  );
}
