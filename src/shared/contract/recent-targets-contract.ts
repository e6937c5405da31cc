/** Servers that were called from the call panel, kept from start to start without anything secret. */
import { z } from 'zod';
import { command, stream } from './define.ts';
import { nothing } from './wire-types.ts';

export const recentTargetSchema = z.object({
  /** Without user, password, query and fragment. */
  url: z.string().max(2048),
  /** The Connector ID that it was called with last. */
  connectorId: z.string().max(1024),
});
export type RecentTarget = z.infer<typeof recentTargetSchema>;

export const recentTargetsContract = {
  /** The last called first: at once, and again at every change. */
  recentTargets: stream({ input: nothing, item: z.array(recentTargetSchema) }),
  forgetTarget: command({
    input: z.object({ url: z.string() }),
    output: nothing,
    errors: ['unwritable', 'read-only'],
  }),
} as const;
