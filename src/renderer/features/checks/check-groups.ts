/** Results as the view shows them: by group, in the order of the list, all or only those with something to do. */
import type { CheckStatus, CheckSummary } from '../../../shared/checks/check-report.ts';
import { summarize } from '../../../shared/checks/check-report.ts';
import type { CheckState, Judged, Planned } from './check-controller.ts';

export const FILTERS = ['all', 'fail', 'warn', 'na', 'pass'] as const;
export type CheckFilter = (typeof FILTERS)[number];

export type CheckRow = Planned & { readonly result: Judged | undefined };
export type CheckGroupRows = { readonly group: string; readonly rows: readonly CheckRow[] };

/** Groups without a row are left out. */
export function groupsOf(state: CheckState, filter: CheckFilter): CheckGroupRows[] {
  const groups = new Map<string, CheckRow[]>();
  for (const check of state.planned) {
    const result = state.results.get(check.id);
    if (filter !== 'all' && result?.status !== filter) continue;
    groups.set(check.group, [...(groups.get(check.group) ?? []), { ...check, result }]);
  }
  return [...groups].map(([group, rows]) => ({ group, rows }));
}

export function countsOf(state: CheckState): CheckSummary {
  return summarize([...state.results.values()]);
}

export const STATUS_WORDS: Readonly<Record<CheckStatus, string>> = {
  pass: 'passed',
  fail: 'failed',
  warn: 'warned',
  na: 'not applicable',
};
