/** Ids as the Realtime API makes them: a prefix and 21 characters of A-Z, a-z, 0-9. */
import type { Ids } from '../../../shared/lib/ids.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 21;

export type IdPrefix = 'event' | 'sess' | 'conv' | 'resp' | 'item';

export function serverId(ids: Ids, prefix: IdPrefix): string {
  let id = `${prefix}_`;
  for (const byte of ids.bytes(LENGTH)) id += ALPHABET[byte % ALPHABET.length];
  return id;
}
