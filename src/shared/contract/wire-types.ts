/** Shapes that several parts of the contract share. */
import { z } from 'zod';

export const bytesSchema = z.custom<Uint8Array>(value => value instanceof Uint8Array, 'not bytes');
export const nothing = z.object({});
