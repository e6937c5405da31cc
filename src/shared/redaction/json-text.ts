/**
 * Changes strings inside a JSON text and leaves every other character as it is: white space, the way numbers are written,
 * keys that occur twice. So what was not changed stays the same, byte for byte.
 */
import { isTooDeep } from '../lib/json-depth.ts';

/** Keys and indexes on the way to a value, outermost first. The array is reused: copy it to keep it. */
export type JsonPath = readonly (string | number)[];

export type JsonVisitor = {
  /** What stands in place of a string value. */
  string(value: string, path: JsonPath): string;
  /** A number, true or false, as it is written; a string to put in its place, or undefined to leave it. */
  scalar?(written: string, path: JsonPath): string | undefined;
  /** What stands in place of a key. */
  key?(key: string): string;
};

type Level = { readonly isArray: boolean; awaitsKey: boolean };

/** The changed text; undefined when it is no JSON, or nested too deep to be looked at. */
export function rewriteJson(text: string, visitor: JsonVisitor): string | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const path: (string | number)[] = [];
  const levels: Level[] = [];
  let out = '';
  let copied = 0;
  const put = (from: number, to: number, written: string) => {
    out += text.slice(copied, from) + written;
    copied = to;
  };
  for (let at = 0; at < text.length; at += 1) {
    const level = levels.at(-1);
    switch (text.charCodeAt(at)) {
      case OPEN_BRACE:
        levels.push({ isArray: false, awaitsKey: true });
        path.push('');
        break;
      case OPEN_BRACKET:
        levels.push({ isArray: true, awaitsKey: false });
        path.push(0);
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        levels.pop();
        path.pop();
        break;
      case COMMA:
        if (level?.isArray) path[path.length - 1] = Number(path.at(-1)) + 1;
        else if (level) level.awaitsKey = true;
        break;
      case QUOTE: {
        const end = endOfString(text, at);
        const value = decoded(text, at, end);
        const isKey = level?.awaitsKey === true;
        if (isKey) {
          path[path.length - 1] = value;
          level.awaitsKey = false;
        }
        const next = isKey ? (visitor.key?.(value) ?? value) : visitor.string(value, path);
        if (next !== value) put(at, end, JSON.stringify(next));
        at = end - 1;
        break;
      }
      case COLON:
      case SPACE:
      case TAB:
      case LINE_FEED:
      case RETURN:
        break;
      default: {
        const end = endOfScalar(text, at);
        const written = text.slice(at, end);
        const next = written === 'null' ? undefined : visitor.scalar?.(written, path);
        if (next !== undefined) put(at, end, JSON.stringify(next));
        at = end - 1;
      }
    }
  }
  return copied === 0 ? text : out + text.slice(copied);
}

/** The place after the closing quote of the string that opens at `from`. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at + 1;
  }
  return text.length;
}

function decoded(text: string, from: number, end: number): string {
  const inner = text.slice(from + 1, end - 1);
  return inner.includes('\\') ? (JSON.parse(text.slice(from, end)) as string) : inner;
}

function endOfScalar(text: string, from: number): number {
  let at = from;
  while (at < text.length && !/[\s,\]}]/.test(text.charAt(at))) at += 1;
  return at;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
