/** Checks of an AudioHook server. */
import { z } from 'zod';
import { checkProfileSchema, checkResultSchema } from '../checks/check-report.ts';
import { stream } from './define.ts';

/** What a check of a server announces. */
export const checkItemSchema = z.discriminatedUnion('type', [
  /** First: which checks will be judged, at which address (secrets masked). */
  z.object({
    type: z.literal('planned'),
    url: z.string(),
    checks: z.array(z.object({ id: z.string(), group: z.string(), title: z.string() })),
  }),
  /** In any order. `sessionIds`: the calls that show it. */
  z.object({ type: z.literal('result'), result: checkResultSchema.extend({ sessionIds: z.array(z.string()) }) }),
]);
export type CheckItem = z.infer<typeof checkItemSchema>;

export const checksContract = {
  /**
   * Judges an AudioHook server, the console's own without `target` (with its credentials). Ends when all is judged, or
   * with a failure; whoever unsubscribes cancels it.
   */
  check: stream({
    input: z.object({
      target: z.string().optional(),
      connectorId: z.string(),
      credentials: z.object({ apiKey: z.string(), clientSecret: z.string() }).optional(),
      profile: checkProfileSchema,
    }),
    item: checkItemSchema,
  }),
} as const;
