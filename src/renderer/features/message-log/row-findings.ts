/** Which rows a finding points at. Pure. */
import type { Finding, Severity } from '../../../shared/diagnosis/finding.ts';
import type { MessageRow } from '../../../shared/projections/message-rows.ts';

export type RowFinding = {
  /** Ids of the rules, the worst first. */
  readonly ids: readonly string[];
  /** Their titles, in the same order. */
  readonly titles: readonly string[];
  readonly severity: Severity;
};

/** By the number of the event that is a finding's evidence. `findings`: the one that matters most first. */
export function findingsByEvent(findings: readonly Finding[]): ReadonlyMap<number, RowFinding> {
  const found = new Map<number, RowFinding>();
  for (const { id, title, severity, evidence } of findings) {
    for (const n of new Set(evidence.flatMap(one => one.n ?? []))) {
      const before = found.get(n);
      const ids = [...(before?.ids ?? []), id];
      found.set(n, {
        ids,
        titles: [...(before?.titles ?? []), title],
        severity: before?.severity ?? severity,
      });
    }
  }
  return found;
}

/** The finding of a row: that of the first of its events that has one. */
export function findingOf(row: MessageRow, findings: ReadonlyMap<number, RowFinding>): RowFinding | undefined {
  if (findings.size === 0) return undefined;
  for (const n of row.members) {
    const found = findings.get(n);
    if (found) return found;
  }
  return undefined;
}
