/** What is drawn and heard of a session. */
import { z } from 'zod';
import { LANES, PLACINGS } from '../projections/timeline.ts';
import { command, stream } from './define.ts';
import { bytesSchema } from './wire-types.ts';

export const laneSchema = z.enum(LANES);
export type Lane = z.infer<typeof laneSchema>;

const peaksSchema = z.object({ min: bytesSchema, max: bytesSchema });

const livePieceSchema = z.object({
  fromMs: z.number(),
  /** 8 kHz mono PCMU, all of one length. */
  lanes: z.array(z.object({ lane: laneSchema, audio: bytesSchema })),
});
export type LivePiece = z.infer<typeof livePieceSchema>;

export const soundContract = {
  /**
   * Min/max peaks of a window on the session's clock, one pair a column, for each lane that has audio. Values are
   * -127..127 (127 = full scale), as two's-complement bytes. `heard`: caller audio is placed by AudioHook position, bot
   * audio where it was heard; `cut` is what a barge-in cut of it, where it would have been. `arrived`: as it came.
   * A long session that nobody has looked at before is drawn as far as it has been read; each time that it is asked for,
   * some more is there.
   */
  peaks: command({
    input: z.object({
      sessionId: z.string(),
      fromMs: z.number(),
      toMs: z.number(),
      columns: z.number().int().min(1).max(8000),
      placing: z.enum(PLACINGS).default('heard'),
    }),
    output: z.object({
      /** Where the clock begins, ms: 0, or before it where the caller spoke before the connection stood. */
      startMs: z.number(),
      /** End of the last audio or event so far, ms. */
      durationMs: z.number(),
      /** Up to here all is drawn, ms; absent where nothing is left to read. */
      readUntilMs: z.number().optional(),
      /** Audio was sent, but none of it is here: it was left out of the bundle, or its files are gone. */
      soundMissing: z.boolean(),
      lanes: z.array(z.object({ lane: laneSchema, ...peaksSchema.shape, cut: peaksSchema.optional() })),
    }),
    errors: ['no-such-session', 'unreadable'],
  }),
  /**
   * Placed audio of one lane from `fromMs` on, as 8 kHz mono PCMU; silence where nothing was said, also for an empty lane.
   * `arrived`: all that came, also what a barge-in cut, from where it came on; of a burst each frame after the other.
   */
  listen: command({
    input: z.object({
      sessionId: z.string(),
      lane: laneSchema,
      fromMs: z.number(),
      durationMs: z.number().positive().max(60_000),
      placing: z.enum(PLACINGS).default('heard'),
    }),
    output: z.object({ audio: bytesSchema }),
    errors: ['no-such-session', 'unreadable'],
  }),
  /** How loud each lane is between two times, dBFS (a full-scale sample is 0); what is not there counts as silence. */
  measureSound: command({
    input: z.object({ sessionId: z.string(), fromMs: z.number(), toMs: z.number() }),
    output: z.object({
      lanes: z.array(z.object({ lane: laneSchema, rmsDbfs: z.number(), peakDbfs: z.number() })),
    }),
    errors: ['no-such-session', 'unreadable'],
  }),
  /** The sound of a live session from its live edge on, a third of a second behind it. Ends with the session. */
  liveSound: stream({ input: z.object({ sessionId: z.string() }), item: livePieceSchema }),
} as const;
