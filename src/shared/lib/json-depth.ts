/**
 * How deep a JSON text is nested, found without parsing it. A frame of 60 kB can hold 30,000 levels: the parser takes
 * them, and whoever then walks the value (a schema, a comparison, JSON.stringify) runs out of stack.
 */

/** Deeper than any message of either protocol; a custom configuration that somebody wrote by hand stays far below. */
export const DEEPEST_LEVEL = 64;

/** True when arrays and objects are nested deeper than `most` levels. Text that is no JSON gives any answer. */
export function isTooDeep(text: string, most = DEEPEST_LEVEL): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      depth += 1;
      if (depth > most) return true;
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth -= 1;
  }
  return false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
