/** A captured session, run again as the caller. */
import { z } from 'zod';
import { botNameSchema } from '../settings/connector-profile.ts';
import { command } from './define.ts';
import { nothing } from './wire-types.ts';

/** How many times as fast as the captured caller; `max`: as fast as makes sense. */
export const replaySpeedSchema = z.union([z.number().min(1).max(100), z.literal('max')]);

export const replayContract = {
  /**
   * Runs a session's caller again, against `target` as it is, or against the console's own server. The new session is
   * live when this answers.
   */
  replay: command({
    input: z.object({
      sessionId: z.string(),
      target: z.string().optional(),
      credentials: z.object({ apiKey: z.string(), clientSecret: z.string() }).optional(),
      speed: replaySpeedSchema,
      /** Who answers at the console's own server; without it, who answered the session then. */
      bot: botNameSchema.optional(),
    }),
    output: z.object({ sessionId: z.string() }),
    errors: [
      'no-such-session',
      'unreadable',
      'live',
      'nothing-to-replay',
      'bad-url',
      'bad-credentials',
      'server-not-listening',
      'not-ready',
    ],
  }),
  /** What of a session could not be done again, in sentences: its caller is silent, keys were taken out. */
  replayLacks: command({
    input: z.object({ sessionId: z.string() }),
    output: z.object({ lacks: z.array(z.string()) }),
    errors: ['no-such-session', 'unreadable', 'live', 'nothing-to-replay'],
  }),
  /** Hangs up a replay that runs. */
  stopReplay: command({ input: z.object({ sessionId: z.string() }), output: nothing, errors: ['no-such-replay'] }),
} as const;
