/** What a check says about a server: the shape of `check --json`, of the page's view, and of the JUnit file. */
import { z } from 'zod';

export const checkProfileSchema = z.enum(['audio-connector', 'monitor', 'transcription']);
/** Which product of Genesys Cloud is played. */
export type CheckProfile = z.infer<typeof checkProfileSchema>;

export const checkStatusSchema = z.enum(['pass', 'fail', 'warn', 'na']);
/** `warn`: against advice, or against what is not certain. `na`: could not be judged on this server; `detail` says why. */
export type CheckStatus = z.infer<typeof checkStatusSchema>;

export const checkResultSchema = z.object({
  /** Stable: never given to another check. */
  id: z.string(),
  group: z.string(),
  title: z.string(),
  status: checkStatusSchema,
  /** What was sent, and what came back. */
  detail: z.string(),
  /** What to change; empty unless `fail` or `warn`. */
  fix: z.string(),
  /** The rule, where it comes from, and how sure it is. */
  source: z.string(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

export const checkSummarySchema = z.object({
  pass: z.number().int(),
  fail: z.number().int(),
  warn: z.number().int(),
  na: z.number().int(),
});
export type CheckSummary = z.infer<typeof checkSummarySchema>;

export const checkReportSchema = z.object({
  url: z.string(),
  profile: checkProfileSchema,
  results: z.array(checkResultSchema),
  summary: checkSummarySchema,
});
export type CheckReport = z.infer<typeof checkReportSchema>;

export function summarize(results: readonly Pick<CheckResult, 'status'>[]): CheckSummary {
  const summary = { pass: 0, fail: 0, warn: 0, na: 0 };
  for (const { status } of results) summary[status] += 1;
  return summary;
}
