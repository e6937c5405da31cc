import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { Chip, ShownChips } from './row-filter.ts';

/** Where the console plays Genesys Cloud itself, the other end of that leg is the server. */
const CHIP_NAMES: Record<SessionSummary['role'], Record<Chip, string>> = {
  server: { genesys: 'Genesys', bot: 'OpenAI', audio: 'Audio', notes: 'Notes' },
  client: { genesys: 'Server', bot: 'OpenAI', audio: 'Audio', notes: 'Notes' },
};

type BarProps = {
  chips: readonly Chip[];
  shown: ShownChips;
  role: SessionSummary['role'];
  /** "12 of 40 rows" */
  words: string;
  problem: string | undefined;
  onToggle(chip: Chip): void;
};

/** What is shown of the log, and how much that is. */
export function LogBar({ chips, shown, role, words, problem, onToggle }: BarProps) {
  return (
    <div className="log-bar">
      {chips.map(chip => (
        <button key={chip} type="button" className="chip" aria-pressed={shown[chip]} onClick={() => onToggle(chip)}>
          {CHIP_NAMES[role][chip]}
        </button>
      ))}
      <span className="quiet" data-testid="log-count">
        {words}
      </span>
      {problem && (
        <span className="problem" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}

/** Which buttons hide everything: "Genesys or Audio". */
export function hiddenBy(chips: readonly Chip[], shown: ShownChips, role: SessionSummary['role']): string {
  const names = chips.filter(chip => !shown[chip]).map(chip => CHIP_NAMES[role][chip]);
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)}` : (names[0] ?? '');
}
