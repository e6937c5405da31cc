/** Which sessions are kept, by age and by size. Off where neither is set. */
import { z } from 'zod';

export const captureSettingsSchema = z.strictObject({
  /** Sessions that ended longer ago are deleted, days. */
  keepDays: z.number().min(1).max(36_500).optional(),
  /** The oldest sessions beyond this size of all are deleted, MB (10^6 bytes). */
  keepMB: z.number().min(1).max(100_000_000).optional(),
});
export type Retention = z.infer<typeof captureSettingsSchema>;
