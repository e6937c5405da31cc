/** Ids as the Realtime API makes them: a prefix and 21 characters of A-Z, a-z, 0-9. */
import type { Ids } from '../../../shared/lib/ids.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 21;
/** Of a function call's id. */
const CALL_LENGTH = 16;

export type IdPrefix = 'event' | 'sess' | 'conv' | 'resp' | 'item';

export function serverId(ids: Ids, prefix: IdPrefix): string {
  return `${prefix}_${characters(ids, LENGTH)}`;
}

export function serverCallId(ids: Ids): string {
  return `call_${characters(ids, CALL_LENGTH)}`;
}

function characters(ids: Ids, length: number): string {
  let text = '';
  for (const byte of ids.bytes(length)) text += ALPHABET[byte % ALPHABET.length];
  return text;
}
