import { memo } from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { FilterBox } from './filter-box.tsx';
import type { FilteredRowsStore } from './filtered-rows.ts';
import { LogCount } from './log-count.tsx';
import type { Chip, ShownChips } from './log-filter.ts';
import type { LogView, LogViewStore } from './log-view-store.ts';
import type { MessageLogStore } from './message-log-store.ts';
import './log-bar.css';

/** Where the console plays Genesys Cloud itself, the other end of that leg is the server. */
const CHIP_NAMES: Record<SessionSummary['role'], Record<Chip, string>> = {
  server: { genesys: 'Genesys', bot: 'OpenAI', audio: 'Audio', notes: 'Notes' },
  client: { genesys: 'Server', bot: 'OpenAI', audio: 'Audio', notes: 'Notes' },
};

/** A filter that everybody wants sooner or later. */
const ERRORS = 'is:error';

type BarProps = {
  view: LogView;
  store: LogViewStore;
  log: MessageLogStore;
  filtered: FilteredRowsStore;
  session: SessionSummary;
  chips: readonly Chip[];
  onEnter(by: 1 | -1): void;
  onLeave(): void;
};

/** What is shown of the log, and how much that is. Drawn only when that changes: rows come ten times a second. */
export const LogBar = memo(function LogBar(props: BarProps) {
  const { view, store, log, filtered, session, chips, onEnter, onLeave } = props;
  const { shown, text, mode, saved, filter } = view;
  const setText = (next: string) => store.change({ text: next });
  const canSave = text !== '' && !filter.error && text !== ERRORS && !saved.includes(text);
  return (
    <div className="log-bar">
      {chips.map(chip => (
        <button
          key={chip}
          type="button"
          className="chip"
          aria-pressed={shown[chip]}
          onClick={() => store.change({ shown: { ...shown, [chip]: !shown[chip] } })}
        >
          {CHIP_NAMES[session.role][chip]}
        </button>
      ))}
      <SavedFilter name="Errors" text={ERRORS} current={text} onText={setText} />
      {saved.map(one => (
        <span key={one} className="saved-filter">
          <SavedFilter name={one} text={one} current={text} onText={setText} />
          <button
            type="button"
            className="plain"
            aria-label={`Forget the filter ${one}`}
            onClick={() => store.change({ saved: saved.filter(other => other !== one) })}
          >
            ✕
          </button>
        </span>
      ))}
      <div className="log-filter">
        <FilterBox
          text={text}
          error={filter.error}
          types={log.types}
          onText={setText}
          onEnter={onEnter}
          onLeave={onLeave}
        />
        <button
          type="button"
          title="Keep this filter as a button"
          disabled={!canSave}
          onClick={() => store.change({ saved: [...saved, text] })}
        >
          Keep
        </button>
        <button
          type="button"
          aria-pressed={mode === 'highlight'}
          title="Show all rows, and mark those that the filter finds"
          onClick={() => store.change({ mode: mode === 'filter' ? 'highlight' : 'filter' })}
        >
          Highlight
        </button>
        <LogCount store={log} filtered={filtered} session={session} />
      </div>
    </div>
  );
});

type SavedProps = { name: string; text: string; current: string; onText(text: string): void };

function SavedFilter({ name, text, current, onText }: SavedProps) {
  const on = current === text;
  return (
    <button
      type="button"
      className="chip only cut"
      aria-pressed={on}
      title={`Only ${text}`}
      onClick={() => onText(on ? '' : text)}
    >
      {name}
    </button>
  );
}

/** Which buttons hide everything: "Genesys or Audio". */
export function hiddenBy(chips: readonly Chip[], shown: ShownChips, role: SessionSummary['role']): string {
  const names = chips.filter(chip => !shown[chip]).map(chip => CHIP_NAMES[role][chip]);
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)}` : (names[0] ?? '');
}
