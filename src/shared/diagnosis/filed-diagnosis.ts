/**
 * A session that came in a bundle brings its diagnosis along. What can still be found in its events is found again; what
 * needs something that the bundle leaves out is taken from there, and says so.
 */
import type { DiagnosisResult, Finding } from './finding.ts';

export type FiledDiagnosis = {
  /** When the bundle was written, before anything was taken out. */
  readonly result: DiagnosisResult;
  /** More than secrets was taken out, or the sound: then what is found only here is no news, but a trace of that. */
  readonly isRedacted: boolean;
};

export function withFiled(found: DiagnosisResult, { result, isRedacted }: FiledDiagnosis): DiagnosisResult {
  const foundById = new Map(found.findings.map(finding => [finding.id, finding]));
  const filedIds = new Set(result.findings.map(({ id }) => id));
  const filed = result.findings.map(
    (finding): Finding => foundById.get(finding.id) ?? { ...finding, fromBundle: true },
  );
  if (isRedacted) return { ...result, findings: filed };
  // Nothing was taken out: a newer console may find more.
  return { ...found, findings: [...filed, ...found.findings.filter(({ id }) => !filedIds.has(id))] };
}
