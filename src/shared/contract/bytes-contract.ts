/** The bytes of a session's tracks, as they were on the wire. */
import { z } from 'zod';
import { audioRangeSchema } from '../events/session-event.ts';
import { command } from './define.ts';
import { bytesSchema } from './wire-types.ts';

/** As much as a frame may hold (AH-09), and then some for a model's larger ones. */
const MOST_BYTES = 1 << 18;

export const bytesContract = {
  /** A range of a track; shorter where the track is. */
  trackBytes: command({
    input: z.object({
      sessionId: z.string(),
      track: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
      offset: audioRangeSchema.shape.offset,
      bytes: z.number().int().positive().max(MOST_BYTES),
    }),
    output: z.object({ audio: bytesSchema }),
    errors: ['no-such-session', 'unreadable'],
  }),
} as const;
