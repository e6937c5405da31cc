/** A part of a session as a file of its own. */
import { z } from 'zod';
import { command } from './define.ts';

export const savedPartSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('log') }),
  z.object({ what: z.literal('transcript'), form: z.enum(['txt', 'vtt']) }),
  z.object({ what: z.literal('call') }),
  z.object({ what: z.literal('track'), track: z.string() }),
]);
export type SavedPart = z.infer<typeof savedPartSchema>;

export const savesContract = {
  /** Readies a part of a session to be fetched once, within a minute, from `/download/<ticket>`. */
  savePart: command({
    input: z.object({ sessionId: z.string(), part: savedPartSchema }),
    output: z.object({ ticket: z.string(), fileName: z.string() }),
    errors: ['no-such-session', 'no-such-track', 'nothing-to-save', 'unreadable'],
  }),
} as const;
