import type { ReactNode } from 'react';
import type { Finding } from '../../../shared/diagnosis/finding.ts';
import { useStore } from '../../ui/store.ts';
import type { FindingsStore } from './findings-store.ts';
import { SeverityMark } from './severity-mark.tsx';
import './findings.css';

type StripProps = {
  store: FindingsStore;
  /** The call still runs. */
  live: boolean;
  /** What is wrong in the other view of the same call, where one is; and whose view that is. */
  elsewhere: { readonly whose: string; readonly finding: Pick<Finding, 'severity' | 'title'> } | undefined;
  /** Opens what is known; where it is open, goes to it. It is closed in its own pane. */
  onOpen(): void;
  /** The ways to what else is known of the session. */
  children?: ReactNode;
};

/** One line that is always there: the finding that matters most, and the way to all that is known. */
export function FindingsStrip({ store, live, elsewhere, onOpen, children }: StripProps) {
  const { diagnosis, failure } = useStore(store);
  const findings = diagnosis?.findings ?? [];
  const [worst] = findings;
  const other = diagnosis && !isWrong(worst) ? elsewhere : undefined;
  const severity = other?.finding.severity ?? worst?.severity;
  const words = other ? `Nothing wrong in this view. ${other.whose}: ${other.finding.title}` : stripWords(worst, live);
  return (
    <div className={`findings-strip ${severity ?? ''}`} data-testid="findings-strip">
      {severity && <SeverityMark severity={severity} />}
      <span className="grow cut" title={other ? words : worst?.title} aria-live="polite">
        {failure?.message ?? (diagnosis ? words : 'Looking for what is wrong…')}
      </span>
      {findings.length > 1 && <span className="quiet">{moreWords(findings)}</span>}
      <button type="button" onClick={onOpen}>
        {isWrong(worst) ? 'What to do' : 'Look closer'}
      </button>
      {children}
    </div>
  );
}

/** A note is worth reading, and nothing that is wrong. */
function isWrong(worst: Finding | undefined): boolean {
  return worst !== undefined && worst.severity !== 'note';
}

function stripWords(worst: Finding | undefined, live: boolean): string {
  if (worst && isWrong(worst)) return worst.title;
  return `Nothing wrong was found${live ? ' so far' : ''}.${worst ? ` ${worst.title}.` : ''}`;
}

function moreWords([, ...rest]: readonly Finding[]): string {
  return `and ${rest.length} more`;
}
