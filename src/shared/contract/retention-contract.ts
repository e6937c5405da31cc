/** What the limits of the settings would delete, before they do. */
import { z } from 'zod';
import { command } from './define.ts';
import { nothing } from './wire-types.ts';

export const retentionContract = {
  /**
   * The sessions that are over a limit now, oldest first, and when they go (ISO 8601; absent where this console deletes
   * nothing by itself); a call that is live stays.
   */
  retentionPreview: command({
    input: nothing,
    output: z.object({
      sessionIds: z.array(z.string()),
      bytes: z.number(),
      oldest: z.string().optional(),
      newest: z.string().optional(),
      at: z.string().optional(),
    }),
  }),
} as const;
