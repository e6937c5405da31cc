/** The sessions and their events. */
import { z } from 'zod';
import { sessionEventSchema } from '../events/session-event.ts';
import { sessionSummarySchema } from '../events/session-summary.ts';
import { stream } from './define.ts';
import { nothing } from './wire-types.ts';

export const sessionsContract = {
  /** All sessions first (newest first), then each that is new, changed or gone. */
  sessions: stream({
    input: nothing,
    item: z.discriminatedUnion('type', [
      z.object({ type: z.literal('all'), sessions: z.array(sessionSummarySchema) }),
      z.object({ type: z.literal('changed'), session: sessionSummarySchema }),
      z.object({ type: z.literal('removed'), sessionId: z.string() }),
    ]),
  }),
  /** Events of one session from number `fromN` on: the stored ones, then live ones, in order. Ends with the session. */
  sessionEvents: stream({
    input: z.object({ sessionId: z.string(), fromN: z.number().int().nonnegative() }),
    item: z.array(sessionEventSchema),
  }),
} as const;
