/** The two cryptographic steps of a signature; everything around them is text. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 of a text. */
export function hmac(text: string, key: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(text).digest();
}

/** Constant-time; lengths first, because timingSafeEqual throws on unequal ones. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
