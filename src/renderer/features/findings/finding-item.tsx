import { useState } from 'react';
import type { Evidence, Finding } from '../../../shared/diagnosis/finding.ts';
import { clockTime } from '../../ui/format.ts';
import { SeverityMark } from './severity-mark.tsx';

type ItemProps = {
  finding: Finding;
  /** Its place among several: 1 is what matters most. */
  number: number | undefined;
  open: boolean;
  onGoTo(atMs: number, n?: number): void;
};

const SURE: Readonly<Record<Finding['confidence'], string>> = {
  certain: 'Certain: it was seen on the wire.',
  likely: 'Likely: it follows from what was measured.',
  possible: 'Possible: other causes look alike.',
};

/** One finding: its sentence always, the rest when it is opened. `open`: at first. */
export function FindingItem({ finding, number, open, onGoTo }: ItemProps) {
  const [initially] = useState(open);
  const { id, severity, title, explanation, fix, evidence, confidence, source } = finding;
  return (
    <details className="finding" open={initially} data-finding={id}>
      <summary>
        <SeverityMark severity={severity} />
        <span>
          {number !== undefined && `${number}. `}
          {title}
        </span>
      </summary>
      <p>{explanation}</p>
      {fix.length > 0 && (
        <>
          <h3>What to do</h3>
          <ol className="finding-steps">
            {fix.map(step => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </>
      )}
      {evidence.length > 0 && (
        <>
          <h3>Where it shows</h3>
          <ul className="plain-list">
            {evidence.map(each => (
              <li key={`${each.n ?? ''} ${each.fromMs ?? ''} ${each.text}`}>
                <EvidenceLink evidence={each} onGoTo={onGoTo} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="quiet finding-source">
        {finding.fromBundle && 'Found before the bundle was written: it needs what was left out of it. '}
        {SURE[confidence]} Source: {source}. <code>{id}</code>
      </p>
    </details>
  );
}

function EvidenceLink({ evidence, onGoTo }: { evidence: Evidence; onGoTo: ItemProps['onGoTo'] }) {
  const { n, fromMs, toMs, text } = evidence;
  if (fromMs === undefined) return <span>{text}</span>;
  const time = `${clockTime(fromMs)}${toMs === undefined ? '' : ` to ${clockTime(toMs)}`}`;
  return (
    <>
      <button
        type="button"
        className="link number"
        aria-label={`${time}: go to ${text}`}
        onClick={() => onGoTo(fromMs, n)}
      >
        {time}
      </button>{' '}
      <span className="evidence-text">{text}</span>
    </>
  );
}

/** Opens a finding that is in the page, and puts the focus on it. */
export function showFinding(id: string): void {
  const finding = document.querySelector<HTMLDetailsElement>(`[data-finding="${CSS.escape(id)}"]`);
  if (!finding) return;
  finding.open = true;
  finding.scrollIntoView({ block: 'start' });
  finding.querySelector('summary')?.focus({ preventScroll: true });
}
