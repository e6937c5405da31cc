/** What is drawn and heard of a session. */
import { z } from 'zod';
import { LANES } from '../projections/timeline.ts';
import { command } from './define.ts';
import { bytesSchema } from './wire-types.ts';

export const laneSchema = z.enum(LANES);
export type Lane = z.infer<typeof laneSchema>;

export const soundContract = {
  /**
   * Min/max peaks of a window on the session's clock, one pair a column, for each lane that has audio. Values are
   * -127..127 (127 = full scale), as two's-complement bytes. Caller audio is placed by AudioHook position, bot audio where it was heard.
   */
  peaks: command({
    input: z.object({
      sessionId: z.string(),
      fromMs: z.number(),
      toMs: z.number(),
      columns: z.number().int().min(1).max(8000),
    }),
    output: z.object({
      /** End of the last audio or event so far, ms. */
      durationMs: z.number(),
      lanes: z.array(z.object({ lane: laneSchema, min: bytesSchema, max: bytesSchema })),
    }),
    errors: ['no-such-session', 'unreadable'],
  }),
  /** Placed audio of one lane from `fromMs` on, as 8 kHz mono PCMU; silence where nothing was said, also for an empty lane. */
  listen: command({
    input: z.object({
      sessionId: z.string(),
      lane: laneSchema,
      fromMs: z.number().nonnegative(),
      durationMs: z.number().positive().max(60_000),
    }),
    output: z.object({ audio: bytesSchema }),
    errors: ['no-such-session', 'unreadable'],
  }),
} as const;
