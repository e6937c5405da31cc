/** What one line of preflight or of the dry run says. */
import type { CheckStatus } from '../checks/check-report.ts';

export type Finding = {
  readonly status: CheckStatus;
  /** What was seen. */
  readonly detail: string;
  /** What to change; empty unless `fail` or `warn`. */
  readonly fix: string;
  /** Instead of the line's own source, where the finding has another. */
  readonly source?: string;
};

export const green = (detail: string): Finding => ({ status: 'pass', detail, fix: '' });
export const red = (detail: string, fix: string): Finding => ({ status: 'fail', detail, fix });
export const amber = (detail: string, fix: string): Finding => ({ status: 'warn', detail, fix });
export const unknown = (detail: string): Finding => ({ status: 'na', detail, fix: '' });
