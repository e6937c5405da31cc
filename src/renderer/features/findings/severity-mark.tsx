import type { Severity } from '../../../shared/diagnosis/finding.ts';

const MARKS: Readonly<Record<Severity, { sign: string; word: string }>> = {
  problem: { sign: '✕', word: 'Problem' },
  warning: { sign: '▲', word: 'Warning' },
  note: { sign: 'ℹ', word: 'Note' },
};

export function SeverityMark({ severity }: { severity: Severity }) {
  const { sign, word } = MARKS[severity];
  return (
    <span className={`severity ${severity}`}>
      <span aria-hidden="true">{sign}</span>
      <span className="visually-hidden">{word}: </span>
    </span>
  );
}
