/**
 * Standard base64 (RFC 4648, section 4) without Node or DOM, so that the same code runs in page and host.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUE_OF = new Int16Array(128).fill(-1);
for (let value = 0; value < ALPHABET.length; value += 1) VALUE_OF[ALPHABET.charCodeAt(value)] = value;

/** Bytes of one chunk: a multiple of 3, small enough for `String.fromCharCode(...)`'s argument limit. */
const CHUNK_BYTES = 6144;

export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  const codes = new Uint8Array((CHUNK_BYTES / 3) * 4);
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    const end = Math.min(start + CHUNK_BYTES, bytes.length);
    let length = 0;
    for (let at = start; at < end; at += 3) {
      const left = end - at;
      const group =
        ((bytes[at] ?? 0) << 16) | ((left > 1 ? (bytes[at + 1] ?? 0) : 0) << 8) | (left > 2 ? (bytes[at + 2] ?? 0) : 0);
      codes[length++] = ALPHABET.charCodeAt(group >> 18);
      codes[length++] = ALPHABET.charCodeAt((group >> 12) & 63);
      codes[length++] = left > 1 ? ALPHABET.charCodeAt((group >> 6) & 63) : 61;
      codes[length++] = left > 2 ? ALPHABET.charCodeAt(group & 63) : 61;
    }
    text += String.fromCharCode(...codes.subarray(0, length));
  }
  return text;
}

/** The bytes, or `undefined` when `text` is not canonical padded base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let at = 0;
  for (let start = 0; start < text.length; start += 4) {
    let group = 0;
    for (let index = start; index < start + 4; index += 1) {
      const isPadding = index >= text.length - padding;
      const value = isPadding ? 0 : (VALUE_OF[text.charCodeAt(index)] ?? -1);
      if (value < 0) return undefined;
      group = (group << 6) | value;
    }
    if (at < bytes.length) bytes[at++] = group >> 16;
    if (at < bytes.length) bytes[at++] = (group >> 8) & 255;
    if (at < bytes.length) bytes[at++] = group & 255;
  }
  return bytes;
}
