/** The frames between page and host, as text: JSON in which bytes stand as `{"$bytes":"<base64>"}`. */
import { z } from 'zod';
import { decodeBase64, encodeBase64 } from '../lib/base64.ts';

export const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id: z.number().int(), name: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('subscribe'), id: z.number().int(), name: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id: z.number().int() }),
]);
export type Request = z.infer<typeof requestSchema>;

const failureSchema = z.object({ code: z.string(), message: z.string() });

export const responseSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), id: z.number().int(), value: z.unknown() }),
  z.object({ kind: z.literal('failure'), id: z.number().int(), error: failureSchema }),
  z.object({ kind: z.literal('item'), id: z.number().int(), item: z.unknown() }),
  z.object({ kind: z.literal('end'), id: z.number().int(), error: failureSchema.optional() }),
]);
export type Response = z.infer<typeof responseSchema>;

/** Text of a frame. `$bytes` is a reserved key: no schema of the contract has it. */
export function encodeFrame(frame: Request | Response): string {
  return holdsBytes(frame) ? JSON.stringify(frame, bytesAsText) : JSON.stringify(frame);
}

/** The frame, or `undefined` when the text is no JSON. */
export function decodeFrame(text: string): unknown {
  try {
    // Quotes inside a string are escaped: it stands there only where bytes are. Looking at every value is slow.
    return text.includes('{"$bytes":"') ? JSON.parse(text, textAsBytes) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function holdsBytes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof Uint8Array || Object.values(value).some(holdsBytes);
}

function bytesAsText(this: Record<string, unknown>, key: string, value: unknown): unknown {
  // Looked up again, because Node's Buffer has a toJSON, which has run on `value` already.
  const original = this[key];
  return original instanceof Uint8Array ? { $bytes: encodeBase64(original) } : value;
}

function textAsBytes(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { $bytes } = value as { $bytes?: unknown };
  if (typeof $bytes !== 'string' || Object.keys(value).length !== 1) return value;
  return decodeBase64($bytes) ?? value;
}
