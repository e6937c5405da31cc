/** findings.json of a bundle: what the console found when the whole session was before it. */
import { z } from 'zod';

/** Loose: a newer console may say more of a finding, and what it says is kept. */
export const bundleFindingSchema = z.looseObject({
  id: z.string(),
  severity: z.enum(['problem', 'warning', 'note']),
  title: z.string(),
  explanation: z.string().default(''),
  fix: z.array(z.string()).default([]),
});

export const bundleFindingsSchema = z.array(bundleFindingSchema);
export type BundleFindings = z.infer<typeof bundleFindingsSchema>;
