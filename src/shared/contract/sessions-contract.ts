/** The sessions and their events. */
import { z } from 'zod';
import { sessionSummarySchema } from '../events/session-summary.ts';
import { command, stream } from './define.ts';
import { nothing } from './wire-types.ts';

/** As in events.ndjson, parted by line feeds: `decodeEvent` reads them. */
const eventLines = z.object({ lines: z.string() });

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
    item: eventLines,
  }),
  /**
   * Events of a session that is over, piece after piece from byte 0 of events.ndjson on: the page takes them in its own
   * time. `next`: where the piece after this one begins; absent after the last.
   */
  storedEvents: command({
    input: z.object({ sessionId: z.string(), at: z.number().int().nonnegative() }),
    output: eventLines.extend({ next: z.number().int().positive().optional() }),
    errors: ['no-such-session', 'unreadable'],
  }),
} as const;
